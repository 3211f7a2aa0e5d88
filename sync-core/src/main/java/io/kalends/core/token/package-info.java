/// When an access token is renewed, by whom, and what a refusal means. Start at [io.kalends.core.token.Tokens].
/// How to ask a token endpoint and how secrets are sealed stays outside, behind
/// [io.kalends.core.token.TokenEndpoint] and [io.kalends.core.token.TokenVault].
@NullMarked
package io.kalends.core.token;

import org.jspecify.annotations.NullMarked;
