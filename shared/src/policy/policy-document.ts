import { z } from 'zod'

/** What a rule does with what it finds: nothing, say so, or keep the draft from review and from being locked. */
export const RuleLevel = z.enum(['off', 'warn', 'block'])
export type RuleLevel = z.infer<typeof RuleLevel>

/** The name of a rule. */
export const RuleName = z.enum(['lint', 'secrets', 'banned_phrases', 'size', 'naming', 'metadata', 'variables'])
export type RuleName = z.infer<typeof RuleName>

const Words = z.array(z.string().trim().min(1).max(200)).max(500)

const Lint = z.strictObject({ level: RuleLevel, warnings: z.boolean() })
const Secrets = z.strictObject({ level: RuleLevel, high_entropy: z.boolean() })
const BannedPhrases = z.strictObject({ level: RuleLevel, phrases: Words })
const Size = z.strictObject({ level: RuleLevel, max_characters: z.int().min(1).max(1_000_000) })
const Naming = z.strictObject({
  level: RuleLevel,
  case: z.enum(['any', 'lower', 'kebab', 'snake', 'camel']),
  first_words: Words,
  max_words: z.int().min(1).max(64),
})
const Metadata = z.strictObject({ level: RuleLevel, required: Words })
const Variables = z.strictObject({ level: RuleLevel, environments: Words })

/** What a project asks of its prompts, with every setting. */
export const FullPolicy = z.strictObject({
  format: z.literal(1),
  rules: z.strictObject({
    lint: Lint,
    secrets: Secrets,
    banned_phrases: BannedPhrases,
    size: Size,
    naming: Naming,
    metadata: Metadata,
    variables: Variables,
  }),
})

const block = RuleLevel.default('block')
const warn = RuleLevel.default('warn')
const none = Words.default([])

const Rules = z.strictObject({
  lint: Lint.extend({ level: block, warnings: Lint.shape.warnings.default(false) }).prefault({}),
  secrets: Secrets.extend({ level: block, high_entropy: Secrets.shape.high_entropy.default(true) }).prefault({}),
  banned_phrases: BannedPhrases.extend({ level: block, phrases: none }).prefault({}),
  size: Size.extend({ level: warn, max_characters: Size.shape.max_characters.default(100_000) }).prefault({}),
  naming: Naming.extend({
    level: warn,
    case: Naming.shape.case.default('any'),
    first_words: none,
    max_words: Naming.shape.max_words.default(8),
  }).prefault({}),
  metadata: Metadata.extend({ level: warn, required: none }).prefault({}),
  variables: Variables.extend({ level: warn, environments: none }).prefault({}),
})

/** What a project asks of its prompts, as people write it; a rule or a setting that is left out has its usual value. */
export const PolicyDocument = z.strictObject({ format: z.literal(1), rules: Rules.prefault({}) })
export type PolicyDocument = z.infer<typeof FullPolicy>

/** The policy of a project that has set none. */
export const DEFAULT_POLICY: PolicyDocument = PolicyDocument.parse({ format: 1 })

/** What each rule looks for, in a sentence. */
export const RULE_MEANINGS: Readonly<Record<RuleName, string>> = {
  lint: 'Templates that no instance could render; with `warnings`, also those that only look wrong.',
  secrets:
    'Keys and tokens of the usual providers, private keys, passwords in addresses; with `high_entropy`, also what looks like a key of any other.',
  banned_phrases: 'Any of the `phrases`, whatever their case and spacing.',
  size: 'Prompts of more than `max_characters` characters.',
  naming:
    'Ids whose words are not in the `case`, that begin with none of the `first_words`, or have more than `max_words` words.',
  metadata: 'Prompts whose metadata lacks one of the `required` fields.',
  variables:
    'Variables that are removed or newly required against what the `environments` run; none named is all of them.',
}
