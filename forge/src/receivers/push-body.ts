import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'

const [zip, unzip] = [promisify(gzip), promisify(gunzip)]

/** What a push by HTTP carries. */
export interface PushParts {
  envelope: Buffer
  bundles: readonly { gzip: Buffer }[]
  keysets: readonly Buffer[]
  forgeUrl: string
  projectId: string
  at: Date
}

/** The body of a push, compressed: encoded once, and the same for every receiver. */
export async function encodePushBody({
  envelope,
  bundles,
  keysets,
  forgeUrl,
  projectId,
  at,
}: PushParts): Promise<Buffer> {
  const [bundle, ...rest] = await Promise.all(bundles.map(async ({ gzip }) => (await unzip(gzip)).toString()))
  const about = { forge_url: forgeUrl, project_id: projectId, pushed_at: at.toISOString() }
  const fields = [
    ...(bundle === undefined ? [] : [`"bundle":${bundle}`]),
    `"bundles":[${rest.join(',')}]`,
    `"manifest":${envelope.toString()}`,
    `"keysets":[${keysets.join(',')}]`,
    JSON.stringify(about).slice(1, -1),
  ]
  return zip(`{${fields.join(',')}}`)
}
