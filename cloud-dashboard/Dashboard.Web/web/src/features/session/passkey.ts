import { ApiError } from '../../shared/api/api';

/** Bytes as WebAuthn has them in JSON: base64 for addresses, without padding. */
export const toText = (bytes: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(bytes)))
  .replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');

export const toBytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));

interface Described {
  readonly id: string;
  readonly type: 'public-key';
  readonly transports?: AuthenticatorTransport[];
}

const described = (list: readonly Described[] | undefined): PublicKeyCredentialDescriptor[] =>
  (list ?? []).map((one) => ({ ...one, id: toBytes(one.id) }));

/** Whether this browser has passkeys; not over plain HTTP, but on the machine itself. */
export const hasPasskeys = (): boolean => window.isSecureContext && 'PublicKeyCredential' in window;

/** Lets the browser make a passkey. The options and the answer are JSON of level 3 of WebAuthn, which older browsers do not read. */
export async function makePasskey(options: unknown): Promise<unknown> {
  const given = options as Omit<PublicKeyCredentialCreationOptions, 'challenge' | 'user' | 'excludeCredentials'> & {
    challenge: string; user: { id: string; name: string; displayName: string }; excludeCredentials?: Described[];
  };
  const made = await asked(() => navigator.credentials.create({
    publicKey: {
      ...given, challenge: toBytes(given.challenge), user: { ...given.user, id: toBytes(given.user.id) },
      excludeCredentials: described(given.excludeCredentials),
    },
  }));
  const response = made.response as AuthenticatorAttestationResponse;
  return json(made, {
    clientDataJSON: toText(response.clientDataJSON), attestationObject: toText(response.attestationObject),
    transports: response.getTransports?.() ?? [],
  });
}

/** Lets the user choose a passkey and signs with it. */
export async function usePasskey(options: unknown): Promise<unknown> {
  const given = options as Omit<PublicKeyCredentialRequestOptions, 'challenge' | 'allowCredentials'> & {
    challenge: string; allowCredentials?: Described[];
  };
  const used = await asked(() => navigator.credentials.get({
    publicKey: { ...given, challenge: toBytes(given.challenge), allowCredentials: described(given.allowCredentials) },
  }));
  const response = used.response as AuthenticatorAssertionResponse;
  return json(used, {
    clientDataJSON: toText(response.clientDataJSON), authenticatorData: toText(response.authenticatorData),
    signature: toText(response.signature), ...(response.userHandle ? { userHandle: toText(response.userHandle) } : {}),
  });
}

const json = (credential: PublicKeyCredential, response: Record<string, unknown>): unknown => ({
  id: credential.id, rawId: toText(credential.rawId), type: credential.type,
  clientExtensionResults: credential.getClientExtensionResults(), response,
  ...(credential.authenticatorAttachment ? { authenticatorAttachment: credential.authenticatorAttachment } : {}),
});

/** The user may turn back, or the device know no passkey: browsers do not say which. */
async function asked(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const answer = await ask();
    if (answer) {
      return answer as PublicKeyCredential;
    }
  } catch (error) {
    throw new ApiError(error instanceof DOMException && error.name === 'InvalidStateError' ? 'passkeyThere'
      : error instanceof DOMException && error.name === 'SecurityError' ? 'passkeyDomain' : 'passkeyCancelled', 0);
  }
  throw new ApiError('passkeyCancelled', 0);
}
