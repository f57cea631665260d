import { AnvilError } from '@anvil/shared'
import type { Bump } from '@anvil/shared/api'
import semver from 'semver'

/** The number of a first version. */
export const FIRST_NUMBER = '1.0.0'

/** The next number after a change of this weight. */
export function raise(number: string, bump: Exclude<Bump, 'none'>): string {
  return new semver.SemVer(number).inc(bump).version
}

/** The number to lock as: the proposed one, or a higher one that a person chose; `version.number_too_low` otherwise. */
export function chooseNumber(proposed: string, chosen: string | undefined): string {
  if (chosen === undefined) return proposed
  if (semver.prerelease(chosen) !== null) {
    throw new AnvilError(
      'request.invalid',
      `${chosen} is the number of a pre-release. A locked version has three numbers, such as ${proposed}.`,
      { details: { proposed } },
    )
  }
  if (semver.lt(chosen, proposed)) {
    throw new AnvilError(
      'version.number_too_low',
      `${chosen} is too low for what changed: it has to be ${proposed} or higher.`,
      { details: { chosen, proposed } },
    )
  }
  return chosen
}

/** The next pre-release of a number: one above the highest of its kind, such as `1.4.0-live.3`. */
export function nextPreRelease(number: string, kind: 'review' | 'live', existing: readonly string[]): string {
  const prefix = `${number}-${kind}.`
  const counts = existing.filter((each) => each.startsWith(prefix)).map((each) => Number(each.slice(prefix.length)))
  return `${prefix}${Math.max(0, ...counts) + 1}`
}
