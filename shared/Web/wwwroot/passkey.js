// Passkeys: asks the server for a question, the browser for an answer, and sends it back. Buttons stay hidden where this cannot work.
(() => {
  "use strict";

  const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), letter => letter.charCodeAt(0));
  const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = list => (list ?? []).map(one => ({ ...one, id: bytes(one.id) }));

  const send = async (form, address, body) => {
    const answer = await fetch(address, body === undefined ? {} : {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Forgery": form.elements.forgery?.value ?? "" },
      body: JSON.stringify(body),
    });
    if (!answer.ok)
      throw new Error((await answer.json().catch(() => null))?.title);
    return answer.status === 204 ? null : answer.json();
  };

  const described = (credential, response) => ({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });

  const signIn = async form => {
    const { options, state } = await send(form, "/api/sign-in/passkey/question");
    const credential = await navigator.credentials.get({
      publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: known(options.allowCredentials) },
    });
    const { clientDataJSON, authenticatorData, signature, userHandle } = credential.response;
    await send(form, "/api/sign-in/passkey", {
      state,
      credential: described(credential, {
        clientDataJSON: text(clientDataJSON),
        authenticatorData: text(authenticatorData),
        signature: text(signature),
        userHandle: userHandle ? text(userHandle) : null,
      }),
    });
  };

  const add = async form => {
    const { options, state } = await send(form, "/api/account/passkeys/question", { password: form.elements.password.value });
    const credential = await navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: known(options.excludeCredentials),
      },
    });
    const { clientDataJSON, attestationObject } = credential.response;
    await send(form, "/api/account/passkeys", {
      name: form.elements.name.value,
      answer: {
        state,
        credential: described(credential, {
          clientDataJSON: text(clientDataJSON),
          attestationObject: text(attestationObject),
          transports: credential.response.getTransports?.() ?? [],
        }),
      },
    });
  };

  for (const button of document.querySelectorAll("[data-passkey]")) {
    if (!window.PublicKeyCredential)
      continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const failed = button.form.querySelector("[data-passkey-failed]");
      failed.hidden = true;
      button.disabled = true;
      try {
        await (button.dataset.passkey === "add" ? add : signIn)(button.form);
        location.assign(button.dataset.next);
      } catch (problem) {
        failed.textContent = problem instanceof DOMException || !problem.message ? failed.dataset.passkeyFailed : problem.message;
        failed.hidden = false;
        button.disabled = false;
      }
    });
  }
})();
