/** A prompt this application renders, with the values it passes. */
export interface ShownPrompt {
  id: string
  title: string
  variables: Record<string, unknown>
}

/** What the page shows: a greeting in several languages, and two prompts as a language model would get them. */
export const SHOWN_PROMPTS: readonly ShownPrompt[] = [
  { id: 'welcome.en', title: 'Greeting in English', variables: { name: 'Ada' } },
  { id: 'welcome.de', title: 'Greeting in German', variables: { name: 'Jürgen' } },
  { id: 'welcome.ar', title: 'Greeting in Arabic', variables: { name: 'ليلى' } },
  { id: 'welcome.ja', title: 'Greeting in Japanese', variables: { name: '美咲' } },
  {
    id: 'reply.refund',
    title: 'Answer about a refund',
    variables: { decision: 'granted in part', amount: 24.9, currency: 'EUR', days: 3, name: 'Renée' },
  },
  {
    id: 'triage.classify',
    title: 'Sorting of a message, full of braces',
    variables: {
      topics: [
        { name: 'delivery', meaning: 'where something is' },
        { name: 'returns', meaning: 'sending something back' },
      ],
      message: 'My {{voucher}} does not work: {"code": "SPRING"}',
    },
  },
]
