package io.kodiak.assembly;

import io.kodiak.testkit.MetamorphicContract;

/** Databases composed of the installed plug-ins answer as the model, whatever the combination. */
final class MetamorphicTest extends MetamorphicContract {}
