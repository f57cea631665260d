import { isolate, type Role } from '@anvil/shared'
import { type IssuedInvitation, MEMBER_ROLES } from '@anvil/shared/api'
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/button.js'
import { CopyButton } from '../../components/copy-button.js'
import { Field } from '../../components/field.js'
import { Modal } from '../../components/modal.js'
import { Problem } from '../../components/problem.js'
import { When } from '../../components/when.js'
import { FORGE_URL } from '../../lib/forge.js'
import { useInvite } from './api.js'
import { RoleFields, type Standing } from './role-fields.js'

interface InviteMemberProps {
  organisationId: string
  own: Role
  onClose: () => void
}

/** Asks whom to invite and as what, and shows the link that they need, this once. */
export function InviteMember({ organisationId, own, onClose }: InviteMemberProps) {
  const invite = useInvite(organisationId)
  return (
    <Modal title={invite.data ? 'The link of the invitation' : 'Invite somebody'} open onClose={onClose}>
      {invite.data ? <Link issued={invite.data} onDone={onClose} /> : <InviteForm own={own} invite={invite} />}
    </Modal>
  )
}

function InviteForm({ own, invite }: { own: Role; invite: ReturnType<typeof useInvite> }) {
  const [email, setEmail] = useState('')
  const [standing, setStanding] = useState<Standing>({ role: 'member', roles: [...MEMBER_ROLES] })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!invite.isPending) invite.mutate({ email: email.trim(), ...standing })
  }
  return (
    <form onSubmit={submit} className="space-y-4">
      <Field
        label="E-mail"
        type="email"
        hint="Only the account of this address can accept."
        required
        autoComplete="off"
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <RoleFields own={own} standing={standing} onChange={setStanding} />
      {invite.error && <Problem error={invite.error} />}
      <Button type="submit" look="main" busy={invite.isPending}>
        Make the link
      </Button>
    </form>
  )
}

function Link({ issued: { invitation, secret }, onDone }: { issued: IssuedInvitation; onDone: () => void }) {
  const link = `${FORGE_URL}/join#${secret}`
  return (
    <div className="space-y-4">
      <p className="break-words">
        Send this link to {isolate(invitation.email)}. It is shown this once, and ends{' '}
        <When at={invitation.expires_at} />.
      </p>
      <code className="block rounded-md bg-sunken px-3 py-2 font-mono break-all">{link}</code>
      <div className="flex flex-wrap gap-2">
        <CopyButton what="the link" text={link} />
        <Button look="main" onClick={onDone}>
          Done
        </Button>
      </div>
    </div>
  )
}
