import type { PolicyDocument } from './policy-document.js'

type Naming = PolicyDocument['rules']['naming']

const CASES: Readonly<Record<Naming['case'], { is: RegExp; say: string }>> = {
  any: { is: /^/, say: '' },
  lower: { is: /^[a-z0-9_-]+$/, say: 'lower-case letters, digits, "-" and "_"' },
  kebab: {
    is: /^[a-z0-9]+(?:-[a-z0-9]+)*$/,
    say: 'lower-case letters and digits with "-" between, such as first-reply',
  },
  snake: {
    is: /^[a-z0-9]+(?:_[a-z0-9]+)*$/,
    say: 'lower-case letters and digits with "_" between, such as first_reply',
  },
  camel: { is: /^[a-z][a-z0-9]*(?:[A-Z][a-z0-9]*)*$/, say: 'letters and digits without marks, such as firstReply' },
}

/** What is wrong with the id of a prompt, and what it should be. */
export function namingProblem(id: string, naming: Naming): string | undefined {
  const words = id.split('.')
  const odd = words.find((word) => !CASES[naming.case].is.test(word))
  if (odd !== undefined) return `The word “${odd}” of its id is not made of ${CASES[naming.case].say}.`
  if (words.length > naming.max_words) {
    return `Its id has ${words.length} words; the policy of this project allows ${naming.max_words}.`
  }
  const first = words[0] ?? ''
  if (naming.first_words.length === 0 || naming.first_words.includes(first)) return undefined
  return `Its id begins with “${first}”; here ids begin with ${naming.first_words.join(', ')}.`
}
