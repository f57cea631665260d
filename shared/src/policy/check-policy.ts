import { isolate } from '../isolate.js'
import type { Finding, Seen } from './finding.js'
import { findPhrases } from './find-phrases.js'
import { findSecrets } from './find-secrets.js'
import { lineCounter } from './line-counter.js'
import { namingProblem } from './naming-problem.js'
import { type PolicyDocument, RuleName } from './policy-document.js'
import { type JudgedContent, policyTexts, type PolicyText, templatesOf } from './policy-texts.js'

/** What the linter says of a prompt; an error keeps it from being rendered. */
export interface LintedProblem {
  readonly code: string
  readonly message: string
  readonly line: number
  readonly severity: 'error' | 'warning'
  readonly message_index?: number | undefined
}

/** A variable that callers of what an environment runs pass or leave out, and that is otherwise in the content. */
export interface CallerChange {
  readonly environment: string
  readonly prompt_id: string
  readonly variable: string
  readonly change: 'removed' | 'required'
}

/** What is judged, and what is known of it; `digest` makes fingerprints, as SHA-256 does. */
export interface PolicyScene extends JudgedContent {
  readonly problems?: Readonly<Record<string, readonly LintedProblem[]>>
  readonly running?: readonly CallerChange[]
  readonly digest: (text: string) => string
}

type Rules = PolicyDocument['rules']

/** Each rule, and what it sees; nothing of what is secret is in a message. */
const CHECKS: Readonly<Record<RuleName, (rules: Rules, scene: PolicyScene) => Seen[]>> = {
  lint: ({ lint: { warnings } }, { problems = {} }) =>
    Object.entries(problems).flatMap(([prompt_id, all]) =>
      all
        .filter(({ severity }) => warnings || severity === 'error')
        .map(({ code, message, line, message_index }) => {
          return { prompt_id, line, message_index, message, subject: `${code} ${message}` }
        }),
    ),
  secrets: ({ secrets: { high_entropy } }, scene) =>
    policyTexts(scene).flatMap((text) => secretsIn(text, high_entropy)),
  banned_phrases: ({ banned_phrases: { phrases } }, scene) =>
    phrases.length === 0 ? [] : policyTexts(scene).flatMap((text) => phrasesIn(text, phrases)),
  size: ({ size: { max_characters } }, { snapshot }) =>
    Object.entries(snapshot).flatMap(([id, prompt]) => oversize(id, templatesOf(id, prompt), max_characters)),
  naming: ({ naming }, { snapshot }) =>
    Object.keys(snapshot).flatMap((prompt_id) => {
      const message = namingProblem(prompt_id, naming)
      return message === undefined
        ? []
        : [{ prompt_id, message: `${message} Rename it, or change the policy.`, subject: message }]
    }),
  metadata: ({ metadata: { required } }, { snapshot }) =>
    Object.entries(snapshot).flatMap(([prompt_id, { metadata }]) =>
      required
        .filter((field) => !Object.hasOwn(metadata, field) || isBlank(metadata[field]))
        .map((field) => ({
          prompt_id,
          message: `Its metadata has no ${isolate(field)}, which the policy of this project asks for. Add it.`,
          subject: field,
        })),
    ),
  variables: ({ variables: { environments } }, { running = [] }) =>
    running
      .filter(({ environment }) => environments.length === 0 || environments.includes(environment))
      .map(seenByCallers),
}

/** What the rules of a policy find in a content, in the order of the rules; the same finding comes once. */
export function checkPolicy({ rules }: PolicyDocument, scene: PolicyScene): Finding[] {
  return RuleName.options.flatMap((rule) => {
    const { level } = rules[rule]
    return level === 'off'
      ? []
      : onceEach(CHECKS[rule](rules, scene).map((seen) => toFinding(rule, level, seen, scene)))
  })
}

function toFinding(rule: RuleName, level: 'warn' | 'block', seen: Seen, { digest }: PolicyScene): Finding {
  const { prompt_id, line = null, message_index = null, message, subject } = seen
  const fingerprint = digest(JSON.stringify([rule, prompt_id, subject]))
  return { rule, level, prompt_id, line, message_index, message, fingerprint }
}

function onceEach(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.toReversed().map((finding) => [finding.fingerprint, finding])).values()].reverse()
}

function secretsIn(judged: PolicyText, highEntropy: boolean): Seen[] {
  const lineOf = lineCounter(judged.text)
  return findSecrets(judged.text, { highEntropy }).map(({ name, at, secret }) => {
    const place = placeOf(judged, lineOf(at))
    const message = `${place.say} what looks like ${name}. Everybody who may read the prompt could use it: take it out, and revoke it where it was given.`
    return { ...place.at, message, subject: secret }
  })
}

function phrasesIn(judged: PolicyText, phrases: readonly string[]): Seen[] {
  return findPhrases(judged.text, phrases).map(({ phrase, line, text }) => {
    const place = placeOf(judged, line)
    const message = `${place.say} “${isolate(phrase)}”, which the policy of this project bans. Say it otherwise.`
    return { ...place.at, message, subject: `${phrase}\n${text}` }
  })
}

/** Where something stands: as the finding tells it, and as the sentence begins. */
function placeOf({ prompt_id, message_index, place }: PolicyText, line: number) {
  if (place !== 'template')
    return { at: { prompt_id }, say: place === 'metadata' ? 'Its metadata holds' : 'Its variables hold' }
  const of = message_index === undefined ? '' : ` of message ${message_index + 1}`
  return { at: { prompt_id, line, message_index }, say: `Line ${line}${of} holds` }
}

function oversize(prompt_id: string, texts: readonly PolicyText[], limit: number): Seen[] {
  const templates = texts.map(({ text }) => text)
  const characters = templates.reduce((sum, text) => sum + text.length, 0)
  if (characters <= limit) return []
  const message = `It has ${characters} characters; the policy of this project allows ${limit}. Shorten it, or include parts of it.`
  return [{ prompt_id, message, subject: templates.join('\n') }]
}

function seenByCallers({ environment, prompt_id, variable, change }: CallerChange): Seen {
  const what =
    change === 'removed'
      ? 'is removed: what callers pass under it is lost'
      : 'is required now: callers that leave it out fail'
  return {
    prompt_id,
    message: `Against what ${environment} runs, the variable ${isolate(variable)} ${what}. Keep it, or change the callers first.`,
    subject: `${environment} ${variable} ${change}`,
  }
}

function isBlank(value: unknown): boolean {
  return value === null || (typeof value === 'string' && value.trim() === '')
}
