import { createAnvil } from '@anvil/live-client'

/** An application in a process of its own, which tells by each message what it renders now, and why it can't. */
const client = createAnvil({ cacheDir: false, logger: false })
const tell = (message: object): void => void (process.connected && process.send?.(message))
client.on('changed', () => {
  const { source } = client.status()
  tell({ text: client.prompt('welcome', { name: 'Ada' }), source })
})
client.on('error', ({ code, message }) => tell({ code, message }))
process.on('disconnect', () => void client.close())
await client.start()
