import type { CreatePromptInput } from '@anvil/shared/api'

type SamplePrompt = Omit<Extract<CreatePromptInput, { kind: 'text' }>, 'id' | 'delimiters' | 'metadata'>

const text = (description: string, required = true) => ({
  type: 'string' as const,
  required,
  default: null,
  description,
})

/** What the sample set is called. */
export const SAMPLE_NAME = 'Sample: customer support'

/** Four prompts that show a variable, a section, a list, and a text that others include. */
export const SAMPLE_PROMPTS: Readonly<Record<string, SamplePrompt>> = {
  'sample.tone': {
    kind: 'text',
    template:
      'Write in plain, friendly English. Keep to short sentences and name the next step.\nNever promise a refund, a date or a feature.',
    variables: {},
  },
  'sample.greeting': {
    kind: 'text',
    template:
      'Greet {{customer}} by name, in one sentence.{{#returning}} They have written before: thank them for coming back.{{/returning}}',
    variables: {
      customer: text('The name the customer gave'),
      returning: { type: 'boolean', required: false, default: false, description: 'Whether they have written before' },
    },
  },
  'sample.reply': {
    kind: 'text',
    template:
      '{{> sample.tone}}\n\nYou answer for {{company}}. A customer writes:\n\n"{{question}}"\n\nAnswer from these facts alone:\n{{#facts}}\n- {{.}}\n{{/facts}}\n{{^facts}}\n- There are none: say that a colleague will look into it.\n{{/facts}}',
    variables: {
      company: text('Your company, as customers know it'),
      question: text('What the customer wrote'),
      facts: { type: 'list', required: false, default: null, description: 'What is known about it, a sentence each' },
    },
  },
  'sample.summary': {
    kind: 'text',
    template:
      '{{> sample.tone}}\n\nSum up this conversation for the colleague who takes over, in {{sentences}} sentences at most:\n\n{{conversation}}',
    variables: {
      sentences: { type: 'number', required: false, default: 3, description: 'How long it may be' },
      conversation: text('All that was said so far'),
    },
  },
}
