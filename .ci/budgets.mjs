/**
 * Checks what the linter can't see per file: the median file length, and that there are as many lines of tests as of
 * sources.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

const MEDIAN_LIMIT = 60
const TEST_RATIO = 1

const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.ts', '*.tsx', '*.mjs'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(file))
const isTest = (file) => /\.(test|contract)\.tsx?$|\/(test|testing)\//.test(file)
const isSource = (file) => /\/src\//.test(file) && !isTest(file)
const linesOf = (file) => readFileSync(file, 'utf8').split('\n').length - 1
const sum = (numbers) => numbers.reduce((total, n) => total + n, 0)

const sources = files
  .filter(isSource)
  .map(linesOf)
  .sort((a, b) => a - b)
const tests = files.filter(isTest).map(linesOf)
const median = sources[Math.floor(sources.length / 2)] ?? 0
const ratio = sum(tests) / Math.max(1, sum(sources))
const suppressed = files.filter(
  (file) =>
    !file.startsWith('.ci/') &&
    /(oxlint|eslint)-disable|@ts-(ignore|expect-error|nocheck)/.test(readFileSync(file, 'utf8')),
)

// Also as the formatter leaves the last line of a conflict in a document.
const CONFLICT = /^(<{7} |>{7} |(> ){7})/m
const texts = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter((file) => /\.(ts|tsx|mjs|json|md|ya?ml|sh|html|css)$/.test(file) && existsSync(file))
const conflicts = texts.filter((file) => CONFLICT.test(readFileSync(file, 'utf8')))

console.log(
  `budgets: ${sources.length} source files, median ${median} lines; ${sum(tests)} test lines to ${sum(sources)} source lines (${ratio.toFixed(2)})`,
)
const broken = [
  ...(median > MEDIAN_LIMIT
    ? [`The median source file has ${median} lines; the limit is ${MEDIAN_LIMIT}. Split by feature.`]
    : []),
  ...(ratio < TEST_RATIO
    ? [`There are ${ratio.toFixed(2)} test lines for a source line; at least ${TEST_RATIO} are wanted.`]
    : []),
  ...conflicts.map((file) => `${file} holds the marks of a merge that was never finished.`),
  ...suppressed.map((file) => `${file} silences a check by comment. Mend the code instead.`),
]
for (const line of broken) console.error(line)
process.exitCode = broken.length > 0 ? 1 : 0
