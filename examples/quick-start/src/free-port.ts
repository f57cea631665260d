import { once } from 'node:events'
import { createServer } from 'node:net'

/** The wished port where it is free on this machine's own address, else 0, which lets the system choose. */
export async function freePort(wished: number): Promise<number> {
  const server = createServer()
  server.listen(wished, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch {
    return 0
  }
  server.close()
  await once(server, 'close')
  return wished
}
