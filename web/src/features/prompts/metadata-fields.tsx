import { isolate } from '@anvil/shared'
import { Trash2 } from 'lucide-react'
import { type FormEvent, useRef, useState } from 'react'
import { Button } from '../../components/button.js'
import { Field } from '../../components/field.js'
import { LongField } from '../../components/long-field.js'
import { useTyped } from '../../components/use-typed.js'
import { looksUnfinished, readValue, writeValue } from './json-value.js'

type Metadata = Readonly<Record<string, unknown>>

interface MetadataFieldsProps {
  metadata: Metadata
  isReadOnly: boolean
  onChange: (metadata: Record<string, unknown>) => void
}

/** What is noted of a prompt, key by key; a value is a text or JSON. */
export function MetadataFields({ metadata, isReadOnly, onChange }: MetadataFieldsProps) {
  const newKey = useRef<HTMLInputElement>(null)
  const entries = Object.entries(metadata)
  const remove = (key: string) => {
    onChange(Object.fromEntries(entries.filter(([each]) => each !== key)))
    newKey.current?.focus()
  }
  if (isReadOnly) return <MetadataList metadata={metadata} />
  return (
    <div className="space-y-3">
      <p className="text-muted">Travels with the prompt, such as the model it is meant for. A value is text or JSON.</p>
      {entries.map(([key, value]) => (
        <div key={key} className="flex items-start gap-1">
          <div className="min-w-0 flex-1">
            <ValueField name={key} value={value} onChange={(next) => onChange({ ...metadata, [key]: next })} />
          </div>
          <Button look="quiet" aria-label={`Remove metadata ${key}`} className="mt-6" onClick={() => remove(key)}>
            <Trash2 aria-hidden="true" className="size-4" />
          </Button>
        </div>
      ))}
      <NewKey input={newKey} metadata={metadata} onAdd={(key) => onChange({ ...metadata, [key]: '' })} />
    </div>
  )
}

function ValueField({ name, value, onChange }: { name: string; value: unknown; onChange: (value: unknown) => void }) {
  const typed = useTyped(writeValue(value), (text) => onChange(readValue(text)))
  const problem = looksUnfinished(value) ? 'This can’t be read as JSON, so it is kept as text.' : undefined
  return <LongField label={name} problem={problem} {...typed} />
}

interface NewKeyProps {
  input: React.Ref<HTMLInputElement>
  metadata: Metadata
  onAdd: (key: string) => void
}

function NewKey({ input, metadata, onAdd }: NewKeyProps) {
  const [key, setKey] = useState('')
  const [problem, setProblem] = useState<string>()
  const add = (event: FormEvent) => {
    event.preventDefault()
    const found = problemOf(key.trim(), metadata)
    setProblem(found)
    if (found !== undefined) return
    onAdd(key.trim())
    setKey('')
  }
  return (
    <form onSubmit={add} className="flex items-start gap-2">
      <Field
        ref={input}
        className="min-w-0 flex-1"
        label="New key"
        autoComplete="off"
        maxLength={200}
        value={key}
        problem={problem}
        onChange={(event) => setKey(event.target.value)}
      />
      <Button type="submit" className="mt-[1.625rem] min-h-9">
        Add
      </Button>
    </form>
  )
}

function problemOf(key: string, metadata: Metadata): string | undefined {
  if (key === '') return 'Name the key first.'
  if (key in Object.prototype) return 'Every object has this name. Choose another one.'
  return Object.hasOwn(metadata, key) ? `There is a key ${isolate(key)} already.` : undefined
}

function MetadataList({ metadata }: { metadata: Metadata }) {
  const entries = Object.entries(metadata)
  if (entries.length === 0) return <p className="text-muted">None.</p>
  return (
    <dl className="space-y-2">
      {entries.map(([key, value]) => (
        <div key={key}>
          <dt className="font-medium break-words">{key}</dt>
          <dd className="font-mono break-words whitespace-pre-wrap">{writeValue(value)}</dd>
        </div>
      ))}
    </dl>
  )
}
