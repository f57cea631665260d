import type { LookupAddress } from 'node:dns'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { request } from 'undici'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { guardedAgent, type LookUp } from './guarded-agent.js'

const HERE = { address: '127.0.0.1', family: 4 }
const METADATA = { address: '169.254.169.254', family: 4 }
const LOOPBACK = { networks: ['127.0.0.0/8'], allowInsecure: true }
/** Finds one answer after the other, whatever it is asked for. */
function finding(answers: LookupAddress[][]): LookUp {
  return (_name, _options, callback) => callback(null, answers.shift() ?? [])
}

let server: Server
let port: number
let visits: number

beforeEach(async () => {
  visits = 0
  server = createServer((_req, res) => {
    visits += 1
    res.end('here')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  port = typeof address === 'object' && address ? address.port : 0
})
afterEach(() => void server.close())

it('connects to a name whose address is allowed', async () => {
  const agent = guardedAgent({ networks: ['127.0.0.0/8', '::1/128'], allowInsecure: false })
  const answer = await request(`http://localhost:${port}/`, { dispatcher: agent })
  expect(await answer.body.text()).toBe('here')
  await agent.destroy()
})

it('does not connect to a name that leads to an address which is not allowed', async () => {
  const agent = guardedAgent({ networks: [], allowInsecure: true })
  await expect(request(`http://localhost:${port}/`, { dispatcher: agent })).rejects.toMatchObject({
    code: 'receiver.refused',
    message: expect.stringContaining('loopback'),
  })
  expect(visits).toBe(0)
  await agent.destroy()
})

it('says that a name is unknown', async () => {
  const agent = guardedAgent({ networks: [], allowInsecure: true })
  await expect(request('http://no-such-name.invalid/', { dispatcher: agent })).rejects.toThrow(/no-such-name\.invalid/)
  await agent.destroy()
})

it('is not misled by DNS rebinding: what was judged is connected to, and each connection is judged anew', async () => {
  const answers = [[HERE], [METADATA], [HERE]]
  const agent = guardedAgent(LOOPBACK, finding(answers))
  const ask = () => request(`http://rebinding.example:${port}/`, { dispatcher: agent, reset: true })
  expect(await (await ask()).body.text()).toBe('here')
  expect(answers).toHaveLength(2)
  await expect(ask()).rejects.toMatchObject({
    code: 'receiver.refused',
    message: 'rebinding.example: 169.254.169.254 is link-local',
  })
  expect([visits, answers.length]).toEqual([1, 1])
  expect(await (await ask()).body.text()).toBe('here')
  await agent.destroy()
})

it('connects to the allowed ones only of the addresses that a name leads to', async () => {
  const agent = guardedAgent(LOOPBACK, finding([[METADATA, HERE]]))
  const answer = await request(`http://both.example:${port}/`, { dispatcher: agent })
  expect(await answer.body.text()).toBe('here')
  await agent.destroy()
})
