import ipaddr from 'ipaddr.js';
import type { WebhookTargets } from '#shared/automation/webhooks/environment.ts';
import type { Fault } from '#shared/core/errors.ts';

// Names that no public server answers: RFC 6761, RFC 6762, RFC 8375, and what ICANN keeps free for
// private use.
const privateNames = /(^|\.)(localhost|local|internal|home\.arpa|localdomain|lan|corp|home|test|invalid|example)$/;

/** Whether an address is one of the internet: not private, link-local, reserved or of a machine. */
const isPublicAddress = (address: string): boolean => ipaddr.process(address).range() === 'unicast';

/** The addresses of the machine that the local stack runs on. */
export const thisMachine: string[] = ['127.0.0.1', '::1'];

const mayLeadTo = (hostname: string, isOpen: boolean): boolean => {
  // As URL writes it: an address in any notation is one with dots by then, or one in brackets.
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (ipaddr.isValid(host)) return isPublicAddress(host) || (isOpen && thisMachine.includes(host));
  return isOpen || (host.includes('.') && !privateNames.test(host));
};

const fault = (code: string, detail: string): Fault => ({ pointer: '/url', code, detail });

/**
 * What is wrong with the address of a webhook, as far as it can be known before anybody connects. A
 * name is looked up when a message is sent, and then its address is what counts.
 */
export const faultsOfTarget = (address: string, targets: WebhookTargets): Fault[] => {
  const url = URL.parse(address);
  if (!url) return [fault('invalid-url', 'is not a URL')];
  const isOpen = targets === 'this-machine-too';
  if (url.protocol !== 'https:' && !(isOpen && url.protocol === 'http:'))
    return [fault('not-https', isOpen ? 'is neither https nor http' : 'is not https')];
  return [
    ...(url.username || url.password ? [fault('credentials', 'has a name or a password in it')] : []),
    ...(mayLeadTo(url.hostname, isOpen) ? [] : [fault('private-address', 'does not lead to a public address')]),
  ];
};
