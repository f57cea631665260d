import { describe, expect, it } from 'vitest'
import { AnvilError, ERROR_CODES } from './errors.js'
import { EXIT, exitCodeOf } from './exit-codes.js'

describe('the exit code of an error', () => {
  it.each([
    ['config.invalid', EXIT.usage],
    ['command.invalid', EXIT.usage],
    ['client.frozen', EXIT.refused],
    ['client.too_old', EXIT.refused],
    ['token.revoked', EXIT.notAuthorised],
    ['auth.forbidden', EXIT.notAuthorised],
    ['project.not_found', EXIT.notFound],
    ['manifest.not_found', EXIT.notFound],
    ['network.unreachable', EXIT.network],
    ['network.insecure', EXIT.network],
    ['forge.unavailable', EXIT.network],
    ['bundle.missing', EXIT.network],
    ['manifest.rollback', EXIT.integrity],
    ['keyset.wrong_root', EXIT.integrity],
    ['bundle.hash_mismatch', EXIT.integrity],
    ['anvil_file.malformed', EXIT.integrity],
    ['cache.unavailable', EXIT.failed],
    ['internal', EXIT.failed],
  ] as const)('%s is %d', (code, exit) => expect(exitCodeOf(new AnvilError(code, ''))).toBe(exit))

  it('is never that of success, nor one that no command documents', () => {
    const documented = new Set<number>(Object.values(EXIT))
    for (const code of ERROR_CODES) {
      const exit = exitCodeOf(new AnvilError(code, ''))
      expect(exit).not.toBe(EXIT.ok)
      expect(documented.has(exit)).toBe(true)
    }
  })

  it.each([new Error('x'), 'x', undefined, null])('of %s is a failure', (error) => {
    expect(exitCodeOf(error)).toBe(EXIT.failed)
  })
})
