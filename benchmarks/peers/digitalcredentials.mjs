// @digitalcredentials/vc, of the Digital Credentials Consortium; see data-integrity.mjs for what it can be told.
import {DataIntegrityProof} from '@digitalcredentials/data-integrity';
import * as Ed25519Multikey from '@digitalcredentials/ed25519-multikey';
import {cryptosuite} from '@digitalcredentials/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalcredentials/vc';
import {serve} from './data-integrity.mjs';

await serve({vc, DataIntegrityProof, Ed25519Multikey, cryptosuite});
