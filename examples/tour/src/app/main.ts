import { createAnvil } from '@anvil/live-client'
import { type Message, Question } from './messages.js'

/** An application as small as can be: it renders what the tour asks for, and tells what happens to its prompts. */
const tell = (message: Message): void => {
  if (process.connected) process.send?.(message, undefined, {}, ignore)
}
// The tour may end between the question whether it is there and the word to it.
const ignore = (): void => undefined
const now = (): number => performance.timeOrigin + performance.now()

const client = createAnvil({
  logger: { info: (line) => tell({ tell: 'line', line }), warn: (line) => tell({ tell: 'line', line }) },
})
client.on('changed', ({ position }) => tell({ tell: 'changed', position, at: now() }))
client.on('rejected', ({ error }) => tell({ tell: 'rejected', code: error.code }))

process.on('message', (arrived) => {
  const question = Question.parse(arrived)
  const value = question.ask === 'render' ? client.render(question.id, question.variables) : client.status()
  tell({ tell: 'answer', number: question.number, value })
})
process.on('disconnect', () => void client.close())

await client.start()
tell({ tell: 'started' })
