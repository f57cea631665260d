import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A TCP line to a server that can be made slow or be held up. */
export interface SlowLine {
  port: number
  /** Keeps every piece, in either direction, for so many milliseconds. */
  delay: (ms: number) => void
  /** Carries nothing until it is let go on; connections stay open. */
  hold: () => void
  release: () => void
  close: () => Promise<void>
}

/** Opens a line to a server's port on this host. */
export async function slowLine(target: { host: string; port: number }): Promise<SlowLine> {
  const sockets = new Set<Socket>()
  let ms = 0
  let held: Promise<void> | undefined
  let letGo = (): void => {}
  const carryOne = async (before: Promise<void>, to: Socket, piece: Buffer): Promise<void> => {
    await before
    await held
    if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms))
    to.write(piece)
  }
  const carry = (from: Socket, to: Socket): void => {
    let last: Promise<void> = Promise.resolve()
    from.on('data', (piece: Buffer) => {
      last = carryOne(last, to, piece)
    })
    from.on('error', () => to.destroy())
    from.on('close', () => void last.then(() => to.destroy()))
  }
  const server = createServer((near) => {
    const far = connect(target)
    for (const socket of [near, far]) sockets.add(socket)
    carry(near, far)
    carry(far, near)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('The line has no port')
  const { port } = address
  return {
    port,
    delay: (wanted) => (ms = wanted),
    hold: () => {
      held ??= new Promise((resolve) => (letGo = resolve))
    },
    release: () => {
      held = undefined
      letGo()
    },
    close: async () => {
      letGo()
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
  }
}
