import type { User } from '@anvil/shared/api'
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/button.js'
import { Field } from '../../components/field.js'
import { Problem } from '../../components/problem.js'
import { toasts } from '../../lib/toasts.js'
import { useChangeName } from './api.js'

/** How the person is called, and the address that they sign in with. */
export function OwnNameForm({ user }: { user: User }) {
  const [name, setName] = useState(user.name)
  const change = useChangeName()
  const isSame = name.trim() === user.name
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isSame || change.isPending) return
    change.mutate({ name: name.trim() }, { onSuccess: () => toasts.say('Your name is saved.') })
  }
  return (
    <form onSubmit={submit} className="max-w-sm space-y-4">
      <Field
        label="Name"
        hint="What others see of you."
        required
        maxLength={200}
        autoComplete="name"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <p className="break-words text-muted">You sign in as {user.email}.</p>
      {change.error && <Problem error={change.error} />}
      <Button type="submit" busy={change.isPending} because={isSame ? 'This is your name already.' : undefined}>
        Save name
      </Button>
    </form>
  )
}
