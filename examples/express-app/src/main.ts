import { once } from 'node:events'
import { AnvilError } from '@anvil/shared'
import { anvil } from '@anvil/live-client'
import { createDemoApp } from './create-demo-app.js'

const HOST = '127.0.0.1'
const port = Number(process.env['DEMO_PORT'] ?? 4001)
const say = (line: string): void => {
  process.stdout.write(`support-desk: ${line}\n`)
}

try {
  await anvil.start()
  const demo = createDemoApp(anvil, say)
  const server = demo.app.listen(port, HOST)
  await once(server, 'listening')
  const address = server.address()
  const url = `http://localhost:${typeof address === 'object' && address ? address.port : port}`
  say(`the page is at ${url}`)

  let stopping = false
  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    demo.close()
    server.close()
    server.closeAllConnections()
    await anvil.close()
    if (process.connected) process.disconnect()
  }
  for (const event of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.on(event, () => void stop())
  process.send?.({ url })
} catch (error) {
  process.stderr.write(`support-desk: ${reason(error)}\n`)
  process.exit(1)
}

function reason(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
    return `Port ${port} is taken by another program. Stop it, or set DEMO_PORT to a free one.`
  return error instanceof AnvilError ? error.message : String(error)
}
