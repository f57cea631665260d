import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { array, assert, constantFrom, oneof, property, sample, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findSecrets } from './find-secrets.js'
import { SECRET_KINDS } from './secret-kinds.js'
import { TextWalk } from './text-walk.js'

const ALL = { highEntropy: true }
const KNOWN = { highEntropy: false }
/** Characters as a machine draws them, put together here so that no file holds what scanners look for. */
const DRAWN = 'q7Rk2vXz9LmT4wBn8HcY3pJd6FsG5aUe1KiV0oZxNtQyWbMhCjPlDgSfErAu'
const HEX_DRAWN = '3f9a1c07e5b8d2460fae91c3b7d58204'
const drawn = (length: number, from = DRAWN): string => from.repeat(Math.ceil(length / from.length)).slice(0, length)
const namesIn = (text: string, search = KNOWN): string[] => findSecrets(text, search).map(({ name }) => name)
const PEM_LABEL = ['PRIVATE', 'KEY'].join(' ')
const pem = (body: string, between = '\n'): string =>
  [`-----BEGIN RSA ${PEM_LABEL}-----`, body, `-----END RSA ${PEM_LABEL}-----`].join(between)

describe('secrets of known providers', () => {
  const samples = SECRET_KINDS.filter(({ isWhole }) => !isWhole).flatMap(({ name, prefixes, min, max, body }) =>
    prefixes.map((prefix) => {
      const characters = drawn(60, DRAWN + HEX_DRAWN)
        .split('')
        .filter((one) => body[one.charCodeAt(0)] === 1)
        .join('')
      return { name, secret: prefix + drawn(max ?? min + 4, characters) }
    }),
  )

  it.each(samples)('finds $name after $secret.length characters, in a sentence and in code', ({ name, secret }) => {
    expect(namesIn(`Use ${secret}. Then go on.`)).toEqual([name])
    expect(findSecrets(`{"key":"${secret}"}`, KNOWN)[0]?.secret).toBe(secret)
  })

  it('tells tokens by their parts where a beginning is not enough', () => {
    const jwt = `eyJ${drawn(20)}.eyJ${drawn(30)}.${drawn(43)}`
    expect(namesIn(`Bearer ${jwt}`)).toEqual(['a JSON web token'])
    expect(namesIn(`eyJ${drawn(90)}`)).toEqual([])
    expect(namesIn(`SG.${drawn(22)}.${drawn(43)}`)).toEqual(['a SendGrid key'])
    expect(namesIn(`SG.${drawn(70)}`)).toEqual([])
    const token = ['anv', 'my-stage', drawn(13), drawn(43), drawn(6)].join('_')
    expect(namesIn(`ANVIL_TOKEN=${token}`)).toEqual(['an Anvil access token'])
    expect(namesIn(['anv', 'my-stage', drawn(60)].join('_'))).toEqual([])
    expect(namesIn(`sk-${drawn(40)}`)).toEqual(['an OpenAI key'])
    expect(namesIn(`sk-ant-api03-${drawn(40)}`)).toEqual(['an Anthropic key'])
  })

  it('leaves alone what people write in their place', () => {
    expect(namesIn(`ghp_${'x'.repeat(36)} and sk-your-own-api-key-goes-here and sk-…`, ALL)).toEqual([])
    expect(namesIn(`a task-${drawn(30)}`)).toEqual([])
    expect(namesIn('AKIA is how they begin; ask_live_and learn')).toEqual([])
  })

  it('finds private keys in any layout, and no mere mention of one', () => {
    expect(namesIn(pem(drawn(200)))).toEqual(['a private key'])
    expect(namesIn(pem(drawn(200), '\\n'))).toEqual(['a private key'])
    expect(namesIn(pem(`Proc-Type: 4,ENCRYPTED\n\n${drawn(80)}`))).toEqual(['a private key'])
    expect(namesIn(`Reply with -----BEGIN ${PEM_LABEL}----- if asked.`)).toEqual([])
    expect(namesIn(`-----BEGIN CERTIFICATE-----\n${drawn(200)}`)).toEqual([])
  })

  it('finds passwords in addresses, and no places for them', () => {
    const at = (user: string): string => `postgres://${user}@db.example:5432/app`
    expect(findSecrets(`see ${at('app:s3cr3t-9x')}`, KNOWN)).toEqual([
      { name: 'an address with a password', at: 4, secret: 'postgres://app:s3cr3t-9x' },
    ])
    expect(namesIn(at('app:p@ss9word'))).toHaveLength(1)
    for (const user of ['{{user}}:{{password}}', 'user:password', 'app:$DB_PASSWORD', 'app:xxx', 'app', 'app:<pw>']) {
      expect(namesIn(at(user), ALL)).toEqual([])
    }
    expect(namesIn('https://example.com/a:b and mail me@example.com')).toEqual([])
  })
})

describe('random tokens', () => {
  it('finds keys of any provider, by how irregular they are', () => {
    expect(namesIn(`token ${drawn(43)}`, ALL)).toEqual(['a random token, as keys are'])
    expect(namesIn(`token ${drawn(43)}`, KNOWN)).toEqual([])
    expect(namesIn(`my-own-service-${drawn(32)}`, ALL)).toHaveLength(1)
    expect(namesIn(`https://example.com/go?auth=${drawn(32)}`, ALL)).toHaveLength(1)
    expect(namesIn(`k ${drawn(32).toLowerCase()}`, ALL)).toHaveLength(1)
  })

  it('finds nearly every key that is drawn in base 62', () => {
    const character = constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'.split(''))
    const key = string({ unit: character, minLength: 40, maxLength: 64 })
    const missed = sample(key, { numRuns: 500, seed: 7 }).filter((one) => namesIn(`k ${one} k`, ALL).length === 0)
    expect(missed.length).toBeLessThan(10)
  })

  it.each([
    ['a UUID', '6ba7b810-9dad-11d1-80b4-00c04fd430c8'],
    ['a digest', HEX_DRAWN + HEX_DRAWN],
    ['a commit', HEX_DRAWN + HEX_DRAWN.slice(0, 8)],
    ['an image', `data:image/png;base64,${drawn(200)}`],
    ['a file written as text', drawn(400)],
    ['the path of an address', `https://docs.example.com/d/${drawn(44)}/edit`],
    ['a path', 'src/components/UserProfile2/AccountSettingsView3/index.ts'],
    ['a name in code', 'getUserAccountBalanceByIdAndCurrencyCode2 and MAX_RETRY_COUNT_2024_Q3_EUROPE'],
    ['tags', '{{customer.billing.address.line2}} {{#order_items_2024_list}}{{/order_items_2024_list}}'],
    ['a line', `${'-'.repeat(80)} ${'='.repeat(80)}`],
    ['other letters', '日本語の翻訳者としてふるまってください。العربية 🇪🇺 Donaudampfschifffahrtsgesellschaftskapitän'],
    ['numbers', '4111 1111 1111 1111 12345678901234567890123456789012'],
    ['a version', 'anvil-live-client-2024-10-15-release-candidate-12-build-1234'],
  ])('leaves %s alone', (_name, text) => {
    expect(namesIn(text, ALL)).toEqual([])
  })

  it('takes a digest for a key where it is called one', () => {
    expect(namesIn(`api_key = "${HEX_DRAWN}"`, ALL)).toHaveLength(1)
    expect(namesIn(`The MD5 is ${HEX_DRAWN}`, ALL)).toEqual([])
  })
})

describe('any text', () => {
  const hostile = [
    'a',
    'sk-',
    'eyJ',
    'eyJa.',
    '://a:',
    '://a:b@',
    '-----BEGIN ',
    `-----BEGIN ${PEM_LABEL}-----`,
    `-----BEGIN ${PEM_LABEL}-----aaaa`,
    'AKIA',
    'key=',
    `${HEX_DRAWN} `,
    `${DRAWN} `,
    'SK0',
    '\n',
    '{{',
  ]

  it.each(hostile)('is read in steps that grow with its length alone: %j', (piece) => {
    const stepsFor = (length: number): number => {
      const walk = new TextWalk(piece.repeat(Math.ceil(length / piece.length)))
      findSecrets(walk.text, ALL, walk)
      return walk.steps / walk.text.length
    }
    expect(stepsFor(1_000_000)).toBeLessThan(130)
    expect(stepsFor(1_000_000)).toBeLessThan(stepsFor(20_000) * 1.2 + 1)
  })

  it('has secrets that stand where they are said to stand, and do not overlap', () => {
    const piece = oneof(string(), constantFrom(...hostile, ` ghp_${drawn(36)} `, ` ${drawn(40)} `))
    assert(
      property(array(piece, { maxLength: 20 }), (pieces) => {
        const text = pieces.join('')
        let end = 0
        for (const { at, secret } of findSecrets(text, ALL)) {
          expect(text.slice(at, at + secret.length)).toBe(secret)
          expect(at).toBeGreaterThanOrEqual(end)
          end = at + secret.length
        }
      }),
    )
  })

  it('has none where people wrote real prompts', async () => {
    const file = path.resolve(import.meta.dirname, '../../../../shared/data/prompts.csv')
    const text = await readFile(file, 'utf8').catch(
      () => `An "API key" such as {{api_key}}, the password: hunter2, 100%`,
    )
    expect(findSecrets(text, ALL)).toEqual([])
  })
})
