import { describe, expect, it } from 'vitest'
import { type OutboundRules, refusedAddress, refusedUrl } from './address-rules.js'

const strict: OutboundRules = { networks: [], allowInsecure: false }
const own: OutboundRules = { networks: ['10.1.0.0/16', '127.0.0.0/8', '::1/128', 'fd12::/16'], allowInsecure: false }

describe('an address that FORGE is told to connect to', () => {
  it.each(['93.184.216.34', '2606:2800:220:1:248:1893:25c8:1946', '::ffff:93.184.216.34', '64:ff9b::5db8:d822'])(
    'may be the public %s',
    (address) => expect(refusedAddress(address, strict)).toBeUndefined(),
  )

  it.each([
    ['127.0.0.1', 'loopback'],
    ['127.255.0.9', 'loopback'],
    ['::1', 'loopback'],
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['192.168.1.1', 'private'],
    ['fd00::1', 'private'],
    ['100.64.0.1', 'carrier'],
    ['::ffff:10.0.0.1', 'private'],
    ['::ffff:7f00:1', 'loopback'],
    ['64:ff9b::a00:1', 'private'],
    ['2002:a00:1::', 'private'],
    ['198.18.0.1', 'reserved'],
    ['2001:0:53aa:64c::1', 'no allowed network'],
  ])('is refused where it is %s, which is %s', (address, word) => {
    expect(refusedAddress(address, strict)).toContain(word)
  })

  it.each(['10.1.2.3', '127.0.0.1', '::1', 'fd12::9', '::ffff:10.1.0.1'])(
    'may be %s where its network is allowed',
    (address) => expect(refusedAddress(address, own)).toBeUndefined(),
  )

  it('may not be in a neighbouring network', () => {
    expect(refusedAddress('10.2.0.1', own)).toContain('10.2.0.1')
    expect(refusedAddress('fd13::1', own)).toContain('fd13::1')
  })

  it.each([
    '169.254.169.254',
    '169.254.0.7',
    'fe80::1',
    'fe80::1%eth0',
    'fd00:ec2::254',
    '100.100.100.200',
    '168.63.129.16',
    '::ffff:168.63.129.16',
    '::7f00:1',
    '::a9fe:a9fe',
    '::ffff',
    '0.0.0.0',
    '::',
    '224.0.0.1',
    'ff02::1',
    '255.255.255.255',
    '240.0.0.1',
    '::ffff:169.254.169.254',
    '64:ff9b::a9fe:a9fe',
  ])('is never %s, whatever is allowed', (address) =>
    expect(refusedAddress(address, { networks: ['0.0.0.0/0', '::/0'], allowInsecure: true })).toContain(address),
  )
})

describe('an address with a name', () => {
  it.each([
    ['https://app.example.com/anvil/receive', strict],
    ['https://10.1.0.1/anvil/receive', own],
    ['http://127.0.0.1:4001/anvil/receive', own],
    ['http://[::1]:4001/anvil/receive', own],
    ['http://app.example.com/anvil/receive', { ...strict, allowInsecure: true }],
  ])('is taken as it is written: %s', (url, rules) => expect(refusedUrl(url, rules)).toBeUndefined())

  it.each([
    ['file:///etc/passwd', 'neither https: nor http:'],
    ['gopher://example.com/', 'neither https: nor http:'],
    ['not an address', 'no address'],
    ['https://user:secret@example.com/', 'a user or a password'],
    ['http://app.example.com/', 'unencrypted'],
    ['http://10.1.0.1/', 'unencrypted'],
    ['http://127.0.0.1.example.com/', 'unencrypted'],
    ['https://127.1/', 'loopback'],
    ['https://2130706433/', 'loopback'],
    ['https://0x7f.0.0.1/', 'loopback'],
    ['https://[::ffff:127.0.0.1]/', 'loopback'],
    ['https://[::127.0.0.1]/', '::7f00:1 is reserved'],
    ['https://[::169.254.169.254]/', '::a9fe:a9fe is reserved'],
    ['https://[::10.0.0.1]/', '::a00:1 is reserved'],
    ['https://[0:0:0:0:0:0:7f00:1]/', '::7f00:1 is reserved'],
    ['https://[::93.184.216.34]/', '::5db8:d822 is reserved'],
    ['https://168.63.129.16/machine/', 'cloud metadata'],
    ['https://[64:ff9b::168.63.129.16]/', 'cloud metadata'],
    ['https://169.254.169.254/latest/meta-data/', 'link-local'],
  ])('is refused as it is written: %s', (url, word) => expect(refusedUrl(url, strict)).toContain(word))
})
