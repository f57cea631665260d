import { describe, expect, it } from 'vitest'
import { findConnection } from './find-connection.js'
import { OptionFinder } from './option-finder.js'

const TOKEN = 'anv_production_abc_def_123'
const URL = 'https://forge.example'

function found(given: object, need: 'connection' | 'folder' = 'connection') {
  const find = new OptionFinder(given, {}, { name: undefined, values: {} })
  return { ...findConnection(find, need), mistakes: find.mistakes }
}

describe('how FORGE is reached', () => {
  it('is by an address and a token, which names the environment', () => {
    expect(found({ forgeUrl: URL, accessToken: TOKEN })).toEqual({
      connection: { forgeUrl: URL, accessToken: TOKEN },
      environment: 'production',
      insecure: false,
      mistakes: [],
    })
  })

  it('may name the environment of the token again, and no other', () => {
    const given = { forgeUrl: URL, accessToken: TOKEN }
    expect(found({ ...given, environment: 'production' }).mistakes).toEqual([])
    expect(found({ ...given, environment: 'staging' }).mistakes).toEqual([
      'environment is staging, but the access token is one of production',
    ])
  })

  it.each(['anv_eu-west-1_a_b_c', 'anv_p_A_0_z'])('takes the token %s', (accessToken) => {
    const { mistakes, environment } = found({ forgeUrl: URL, accessToken })
    expect([mistakes, environment]).toEqual([[], accessToken.split('_')[1]])
  })

  it.each(['anv_p', 'anv_Production_a_b_c', 'anv_p_a_b', 'anv_p_a_b_c_d', 'anv_p-_a_b_c', `${TOKEN}\n`, `x${TOKEN}`])(
    'takes no token like %j, never shows it, and asks for no second one',
    (accessToken) => {
      const { mistakes, connection } = found({ forgeUrl: URL, accessToken })
      expect(connection).toBeUndefined()
      expect(mistakes).toHaveLength(1)
      expect(mistakes[0]).not.toContain(accessToken.trim())
    },
  )

  it('is not asked for by what works on the folder alone', () => {
    expect(found({ environment: 'staging' }, 'folder')).toMatchObject({ connection: undefined, mistakes: [] })
    expect(found({}, 'folder').mistakes).toEqual([
      'environment is missing: set ANVIL_ACCESS_TOKEN, ANVIL_ENVIRONMENT or the option environment',
    ])
    expect(found({}).mistakes.map((mistake) => mistake.split(' ')[0])).toEqual(['forgeUrl', 'accessToken'])
  })

  it('is marked as insecure only where it is unencrypted on another host, and refused unless that is allowed', () => {
    const far = { forgeUrl: 'http://forge.example', accessToken: TOKEN }
    expect(found(far)).toMatchObject({ insecure: true, mistakes: [expect.stringContaining('allowInsecure')] })
    expect(found({ ...far, allowInsecure: true })).toMatchObject({ insecure: true, mistakes: [] })
    expect(found({ ...far, forgeUrl: 'http://localhost:4000' })).toMatchObject({ insecure: false, mistakes: [] })
    expect(found({ ...far, forgeUrl: URL, allowInsecure: true }).insecure).toBe(false)
  })
})
