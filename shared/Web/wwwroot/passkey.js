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

  const answered = async form => {
    const { options, state } = await send(form, "/api/sign-in/passkey/question");
    const credential = await navigator.credentials.get({
      publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: known(options.allowCredentials) },
    });
    const { clientDataJSON, authenticatorData, signature, userHandle } = credential.response;
    return {
      state,
      credential: described(credential, {
        clientDataJSON: text(clientDataJSON),
        authenticatorData: text(authenticatorData),
        signature: text(signature),
        userHandle: userHandle ? text(userHandle) : null,
      }),
    };
  };

  const signIn = async form => {
    await send(form, "/api/sign-in/passkey", await answered(form));
    location.assign(form.querySelector("[data-passkey]").dataset.next);
  };

  // What is given for the password goes on with the other fields; the password does not.
  const act = async (form, proof) => {
    const { confirmation } = await send(form, "/api/confirmations", proof);
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "confirmation", value: confirmation });
    form.append(field);
    form.elements.password.remove();
    form.action = form.elements.next.value;
    form.submit();
  };

  const confirm = async form => act(form, { passkey: await answered(form) });

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

  const attempt = async (form, button, work) => {
    const failed = form.querySelector("[data-passkey-failed]");
    failed.hidden = true;
    button.disabled = true;
    try {
      await work(form);
    } catch (problem) {
      failed.textContent = problem instanceof DOMException || !problem.message ? failed.dataset.passkeyFailed : problem.message;
      failed.hidden = false;
      button.disabled = false;
    }
  };

  const works = { "sign-in": signIn, add: async form => { await add(form); location.assign(form.querySelector("[data-passkey]").dataset.next); }, confirm };

  for (const button of document.querySelectorAll("[data-passkey]")) {
    if (!window.PublicKeyCredential)
      continue;
    button.hidden = false;
    button.addEventListener("click", () => attempt(button.form, button, works[button.dataset.passkey]));
  }

  for (const form of document.querySelectorAll("form[data-confirm]"))
    form.addEventListener("submit", event => {
      event.preventDefault();
      attempt(form, event.submitter ?? form.querySelector("[type=submit]"), () => act(form, { password: form.elements.password.value }));
    });
})();
