package io.kodiak.assembly;

import com.typesafe.config.ConfigObject;
import io.kodiak.api.Provider;

/**
 * A plug-in that passed all checks.
 *
 * @param kind what it is for
 * @param name its name
 * @param provider its entry point
 * @param module the module that supplies it; its jar when that has no module
 * @param location the jar or folder that it came from
 * @param defaults what its reference.conf says
 */
record Plugin(
    PluginKind kind,
    String name,
    Provider<?> provider,
    String module,
    String location,
    ConfigObject defaults) {}
