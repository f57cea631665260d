import { keyFromSeed, formatRootKey } from '../../src/bundle/index.js'
import { testKey } from '../../src/testing/index.js'
import type { VectorFile } from './vector-file.js'

const rfc8032 = keyFromSeed(Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex'))
const keys = { 'RFC 8032, section 7.1, test 1': rfc8032, root: testKey('root'), signer: testKey('signer') }

/** Keys with their seeds, ids and the form in which a root key is handed out; and texts that are no root key. */
export const keyVectors: VectorFile = {
  about:
    'Ed25519 keys. Good: private_key (a seed) gives public_key, id and root_key. Bad: root_key is refused. The other files use these keys; they protect nothing.',
  vectors: [
    ...Object.entries(keys).map(([name, { id, publicKey, privateKey }]) => ({
      name,
      private_key: privateKey,
      public_key: publicKey,
      id,
      root_key: formatRootKey(publicKey),
    })),
    ...[
      ['no algorithm', rfc8032.publicKey],
      ['another algorithm', `rsa:${rfc8032.publicKey}`],
      ['padding', `ed25519:${rfc8032.publicKey}=`],
      ['31 bytes', `ed25519:${'A'.repeat(42)}`],
      ['bits to spare', `ed25519:${'A'.repeat(42)}B`],
      ['the other base64', `ed25519:${'+'.repeat(43)}`],
    ].map(([name, root_key]) => ({ name: `root key with ${name}`, root_key, refuse: 'key.malformed' })),
  ],
}
