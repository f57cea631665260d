import request from 'supertest'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { PASSWORD } from '../support/factories.js'
import { type OperatorServer, operatorServer } from '../support/operator.js'
import type { RunningForge } from '../support/running-forge.js'

let server: OperatorServer
let forge: RunningForge | undefined
beforeAll(async () => {
  server = await operatorServer()
  await (await server.start()).close()
})
afterEach(async () => {
  await forge?.close()
  forge = undefined
})
afterAll(() => server.remove())

const ADA = ['create-admin', '--email', 'ada@example.com', '--organisation', 'Engines']

async function signIn(email: string, password: string): Promise<number> {
  forge ??= await server.start()
  return (await request(forge.app).post('/api/v1/sessions').send({ email, password })).status
}

describe('anvil-forge create-admin', () => {
  it('makes the first admin, who can sign in at once', async () => {
    const { code, json, stdout } = await server.cli([...ADA, '--json'], { text: `${PASSWORD}\n` })
    expect([code, json]).toMatchObject([0, { user: { email: 'ada@example.com' }, organisation: { slug: 'engines' } }])
    expect(stdout).not.toContain(PASSWORD)
    expect(await signIn('ada@example.com', PASSWORD)).toBe(201)
    expect(forge?.setupCode).toBeUndefined()
  })

  it('takes the password from a variable, and adds an owner to an organisation that is there', async () => {
    const bob = ['create-admin', '--email', 'bob@example.com', '--name', 'Bob', '--organisation', 'engines']
    const { stdout } = await server.cliWith(
      { ANVIL_ADMIN_PASSWORD: PASSWORD, USER: 'root', ANVIL_OPERATOR: 'ada' },
      bob,
    )
    expect(stdout).toBe('bob@example.com owns Engines.\n')
    expect(await signIn('bob@example.com', PASSWORD)).toBe(201)
  })

  it('asks at a terminal, and shows nothing of what is typed', async () => {
    const typed = { terminal: true, text: 'another long passworx\u007fd\r' }
    const { code, stdout, stderr } = await server.cli(ADA, typed)
    expect([code, stdout]).toEqual([0, 'ada@example.com has the new password, and owns Engines.\n'])
    expect(stderr).toBe('password: \n')
    expect(await signIn('ada@example.com', PASSWORD)).toBe(401)
    expect(await signIn('ada@example.com', 'another long password')).toBe(201)
  })

  it('ends the sessions of an account that gets a new password', async () => {
    forge = await server.start()
    const { app } = forge
    const session = await request(app)
      .post('/api/v1/sessions')
      .send({ email: 'ada@example.com', password: 'another long password' })
    const current = () =>
      request(forge?.app ?? app)
        .get('/api/v1/sessions/current')
        .set('Authorization', `Bearer ${session.body.token}`)
    await current().expect(200)
    await forge.close()
    await server.cli(ADA, { text: PASSWORD })
    forge = await server.start()
    await current().expect(401)
  })

  it('does nothing when it is interrupted at the password', async () => {
    expect(await server.cli(ADA, { terminal: true, text: 'half a pass\u0003' })).toMatchObject({ code: 3, stdout: '' })
  })

  it.each([
    ['a short password', ADA, 'short', /password: A password has 12 characters or more/],
    ['no password', ADA, '', /Set ANVIL_ADMIN_PASSWORD, or write it to standard input/],
    ['no address', ['create-admin', '--email', 'ada', '--organisation', 'Engines'], PASSWORD, /email: /],
    ['no organisation', ['create-admin', '--email', 'ada@example.com'], PASSWORD, /--organisation/],
  ])('refuses %s', async (_what, args, text, said) => {
    expect(await server.cli(args, { text })).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(said) })
  })

  it('keeps who did it in the audit trail, without the password', async () => {
    forge = await server.start()
    const trail = await forge.ctx.db('audit_entries').where({ action: 'admin.created' })
    expect(trail.map(({ actor_id, details }) => [actor_id, details.known])).toEqual([
      ['operator', false],
      ['operator:ada', false],
      ['operator', true],
      ['operator', true],
    ])
    expect(JSON.stringify(trail)).not.toContain('password')
  })
})
