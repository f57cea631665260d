import { once } from 'node:events'
import { createServer } from 'node:net'
import { RECEIVER_PATH } from '@anvil/shared'
import type { AnvilError } from '@anvil/shared/errors'
import { expect, it } from 'vitest'
import { PushServer } from './push-server.js'

/** A port that was free a moment ago, and the server that holds it. */
async function heldPort() {
  const holder = createServer().listen(0)
  await once(holder, 'listening')
  const address = holder.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { port, free: () => new Promise((resolve) => holder.close(resolve)) }
}

it('takes pushes at one address, whatever is asked there, and nothing beside it', async () => {
  const { port, free } = await heldPort()
  await free()
  const failures: AnvilError[] = []
  const server = new PushServer((req, res) => void res.end(req.method))
  server.start(port, (error) => failures.push(error))
  const at = (path: string) => fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST' })
  expect(await (await at(RECEIVER_PATH)).text()).toBe('POST')
  expect(await (await at(`${RECEIVER_PATH}?from=forge`)).text()).toBe('POST')
  for (const path of ['/', `${RECEIVER_PATH}/`, `/x${RECEIVER_PATH}`]) expect((await at(path)).status).toBe(404)
  await server.close()
  await server.close()
  await expect(at(RECEIVER_PATH)).rejects.toThrow()
  expect(failures).toEqual([])
})

it('says which port it can not have, and may be closed all the same', async () => {
  const { port, free } = await heldPort()
  const failures: AnvilError[] = []
  const server = new PushServer((_, res) => void res.end())
  server.start(port, (error) => failures.push(error))
  await expect.poll(() => failures.length, { timeout: 10_000 }).toBe(1)
  expect(failures[0]).toMatchObject({ code: 'port.unusable' })
  expect(failures[0]?.message).toContain(String(port))
  await server.close()
  await free()
})
