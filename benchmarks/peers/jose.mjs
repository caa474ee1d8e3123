// npm jose signs a credential as a JSON Web Token; told over a pipe as data-integrity.mjs is.
//   {"do": "load", "credential": {…}, "jwk": {…}, "header": {…}}
//   {"do": "issue", "count": N} -> {"cpu_seconds": …, "token": the last one}
//   {"do": "verify", "token"}   -> {"verified": …}
import {createInterface} from 'node:readline';
import {CompactSign, compactVerify, importJWK} from 'jose';

const encoder = new TextEncoder();
let credential, key, publicKey, header;

const verbs = {
  async load(told) {
    ({credential, header} = told);
    const {d, ...rest} = told.jwk;
    key = await importJWK({...rest, d}, 'EdDSA');
    publicKey = await importJWK(rest, 'EdDSA');
    return {node: process.version};
  },
  async issue({count}) {
    const before = process.cpuUsage();
    let token;
    for(let number = 0; number < count; number++) {
      token = await new CompactSign(encoder.encode(JSON.stringify(credential))).setProtectedHeader(header).sign(key);
    }
    const {user, system} = process.cpuUsage(before);
    return {cpu_seconds: (user + system) / 1e6, token};
  },
  async verify({token}) {
    try {
      await compactVerify(token, publicKey);
      return {verified: true};
    } catch(error) {
      return {verified: false, error: String(error)};
    }
  }
};

for await (const line of createInterface({input: process.stdin})) {
  const told = JSON.parse(line);
  console.log(JSON.stringify(await verbs[told.do](told)));
}
