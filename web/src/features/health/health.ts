/** What `/readyz` told: ready or not, and the version of FORGE where it names one. */
export type Health = { ready: boolean; version: string | undefined; problem: string | undefined }

/** Reads the body of `/readyz`; a body of another form says nothing beyond its status. */
export function readHealth(ok: boolean, body: unknown): Health {
  return { ready: ok, version: textAt(body, 'version'), problem: ok ? undefined : textAt(errorOf(body), 'message') }
}

function errorOf(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined
}

function textAt(value: unknown, key: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const found = new Map<string, unknown>(Object.entries(value)).get(key)
  return typeof found === 'string' ? found : undefined
}
