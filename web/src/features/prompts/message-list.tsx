import { MessageInput } from '@anvil/shared/api'
import { Trash2 } from 'lucide-react'
import { Button } from '../../components/button.js'
import { TemplateEditor } from './template-editor.js'
import type { Content } from './content.js'
import type { Names } from './template-completion.js'

type Message = Chat['messages'][number]
type Chat = Extract<Content, { kind: 'chat' }>

interface MessageListProps {
  chat: Chat
  names: Names
  isReadOnly: boolean
  onChange: (content: Content) => void
}

const ROLES = MessageInput.shape.role.options

/** The messages of a chat, each with its role and its text. */
export function MessageList({ chat, names, isReadOnly, onChange }: MessageListProps) {
  const put = (messages: Chat['messages']) => onChange({ ...chat, messages })
  const change = (at: number, part: Partial<Message>) =>
    put(chat.messages.map((message, index) => (index === at ? { ...message, ...part } : message)))
  return (
    <ol aria-label="Messages" className="space-y-4">
      {chat.messages.map(({ role, template }, index) => (
        <li key={index}>
          <div className="mb-1 flex items-center justify-between gap-2">
            <RolePicker {...{ index, role, isReadOnly }} onPick={(picked) => change(index, { role: picked })} />
            {!isReadOnly && (
              <Button
                look="quiet"
                aria-label={`Remove message ${index + 1}`}
                because={chat.messages.length === 1 ? 'A chat has at least one message.' : undefined}
                onClick={() => put(chat.messages.filter((_message, at) => at !== index))}
              >
                <Trash2 aria-hidden="true" className="size-4" />
              </Button>
            )}
          </div>
          <TemplateEditor
            label={`Text of message ${index + 1}`}
            value={template}
            delimiters={chat.delimiters}
            {...{ names, isReadOnly }}
            onChange={(text) => change(index, { template: text })}
          />
        </li>
      ))}
      {!isReadOnly && (
        <li>
          <Button onClick={() => put([...chat.messages, { role: 'user', template: '' }])}>Add message</Button>
        </li>
      )}
    </ol>
  )
}

interface RolePickerProps {
  index: number
  role: Message['role']
  isReadOnly: boolean
  onPick: (role: Message['role']) => void
}

function RolePicker({ index, role, isReadOnly, onPick }: RolePickerProps) {
  if (isReadOnly) return <p className="font-medium">{role}</p>
  return (
    <select
      aria-label={`Role of message ${index + 1}`}
      value={role}
      onChange={(event) => onPick(MessageInput.shape.role.parse(event.target.value))}
      className="min-h-8 rounded-md border border-strong-line bg-surface px-2"
    >
      {ROLES.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </select>
  )
}
