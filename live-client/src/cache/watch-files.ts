import { stat } from 'node:fs/promises'

const EVERY_MS = 400

/** Looks at some files about twice a second and tells when one is another than was seen. The returned function ends it. */
export function watchFiles(paths: readonly string[], known: string | undefined, onChange: () => void): () => void {
  let seen = known
  let timer: NodeJS.Timeout | undefined
  let ended = false
  const look = async (): Promise<void> => {
    const now = await fingerprintOf(paths)
    if (ended) return
    if (seen !== undefined && now !== seen) onChange()
    seen = now
    timer = setTimeout(() => void look(), EVERY_MS).unref()
  }
  void look()
  return () => {
    ended = true
    clearTimeout(timer)
  }
}

/** Tells files from those that replaced them. */
export async function fingerprintOf(paths: readonly string[]): Promise<string> {
  return (await Promise.all(paths.map(fingerprint))).join(' ')
}

async function fingerprint(path: string): Promise<string> {
  const found = await stat(path, { bigint: true }).catch(() => undefined)
  return found ? `${found.ino}:${found.mtimeNs}:${found.size}` : '-'
}
