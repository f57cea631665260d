import path from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Those that wait for many processes one after the other: begun last, they would run alone for minutes. */
const LONG = [
  'forge/test/system/restored-backup.test.ts',
  'live-client/test/kill-during-save.test.ts',
  'examples/tour/test/tour.test.ts',
  'examples/quick-start/test/unhappy-starts.test.ts',
  'forge/test/system/process.test.ts',
  'forge/test/system/operator-mishaps.test.ts',
  'forge/test/system/publish-kill.test.ts',
]
const root = path.resolve(import.meta.dirname, '..')

/** The order of vitest, but with the longest files first. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = LONG.indexOf(path.relative(root, moduleId))
      return at < 0 ? LONG.length : at
    }
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b))
  }
}
