// Issues and verifies with Data Integrity proofs in a process that stays: told over a pipe, line by line, what to do,
// it answers in a line of JSON.
//   {"do": "load", "contexts": DIR, "credential": {…}, "seed": BASE64, "method": ID, "created": ISO}
//   {"do": "issue", "count": N}                            -> {"cpu_seconds": …, "signed": the last one}
//   {"do": "know", "key": {…}}                             -> {}: the key and its controller resolve from now on
//   {"do": "verify", "credentials": ["…", …], "count": N}  -> {"cpu_seconds": …, "verified": whether all were, "error"}
// Credentials to verify come as text and are parsed each time, as they would be when they arrive.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {createInterface} from 'node:readline';

export async function serve({vc, DataIntegrityProof, Ed25519Multikey, cryptosuite}) {
  const documents = new Map();
  const documentLoader = async url => {
    if(!documents.has(url)) {
      throw new Error(`nothing is fetched: ${url}`);
    }
    return {contextUrl: null, documentUrl: url, document: documents.get(url), tag: 'static'};
  };
  let credential, key, created;

  const verbs = {
    async load(told) {
      const index = JSON.parse(readFileSync(join(told.contexts, 'index.json'), 'utf8'));
      for(const [url, {file}] of Object.entries(index)) {
        documents.set(url, JSON.parse(readFileSync(join(told.contexts, file), 'utf8')));
      }
      credential = told.credential;
      created = told.created;
      const seed = new Uint8Array(Buffer.from(told.seed, 'base64'));
      key = await Ed25519Multikey.generate({id: told.method, controller: told.method.split('#')[0], seed});
      return {node: process.version};
    },
    async issue({count}) {
      const before = process.cpuUsage();
      let signed;
      for(let number = 0; number < count; number++) {
        const suite = new DataIntegrityProof({signer: key.signer(), date: created, cryptosuite});
        signed = await vc.issue({credential: structuredClone(credential), suite, documentLoader});
      }
      return {cpu_seconds: secondsSince(before), signed};
    },
    async know(told) {
      const {id, controller} = told.key;
      documents.set(controller, {
        '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
        id: controller,
        verificationMethod: [told.key],
        assertionMethod: [id]
      });
      documents.set(id, {'@context': 'https://w3id.org/security/multikey/v1', ...told.key});
      return {};
    },
    async verify({credentials, count}) {
      const before = process.cpuUsage();
      let verified = true, error;
      for(let number = 0; number < count && verified; number++) {
        ({verified, error} = await vc.verifyCredential({
          credential: JSON.parse(credentials[number % credentials.length]),
          suite: new DataIntegrityProof({cryptosuite}),
          documentLoader,
          checkStatus: async () => ({verified: true})
        }));
      }
      const said = error && JSON.stringify(error, Object.getOwnPropertyNames(error));
      return {cpu_seconds: secondsSince(before), verified, error: said};
    }
  };

  for await (const line of createInterface({input: process.stdin})) {
    const told = JSON.parse(line);
    console.log(JSON.stringify(await verbs[told.do](told)));
  }
}

function secondsSince(before) {
  const {user, system} = process.cpuUsage(before);
  return (user + system) / 1e6;
}
