/*
 * The part of the libsrtp 3 API that mediasoup's worker calls, offered on top of libsrtp 2.
 *
 * Most of libsrtp 2's header (types, profiles, error codes, events) is the same in version 3 and is passed on as it is.
 * What differs is declared here:
 *   - a policy is an opaque object with setters, no longer a struct that the caller fills in;
 *   - protect and unprotect read from one buffer and write to another, whose size they are told.
 */
#ifndef LIANMAI_SRTP3_ON_SRTP2_H
#define LIANMAI_SRTP3_ON_SRTP2_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Version 2 declares these names with other signatures: it gets to see them under names that nobody calls. */
#define srtp_policy_t srtp2_hidden_policy_t
#define srtp_create srtp2_hidden_create
#define srtp_protect srtp2_hidden_protect
#define srtp_unprotect srtp2_hidden_unprotect
#define srtp_protect_rtcp srtp2_hidden_protect_rtcp
#define srtp_unprotect_rtcp srtp2_hidden_unprotect_rtcp
#define srtp_get_version_string srtp2_hidden_get_version_string
#include <srtp2/srtp.h>
#undef srtp_policy_t
#undef srtp_create
#undef srtp_protect
#undef srtp_unprotect
#undef srtp_protect_rtcp
#undef srtp_unprotect_rtcp
#undef srtp_get_version_string

/* Error codes that came with version 3. */
#define srtp_err_status_buffer_small ((srtp_err_status_t)28)
#define srtp_err_status_cryptex_err ((srtp_err_status_t)29)

typedef struct srtp3_policy *srtp_policy_t;

srtp_err_status_t srtp_policy_create(srtp_policy_t *policy);
void srtp_policy_destroy(srtp_policy_t policy);
srtp_err_status_t srtp_policy_set_ssrc(srtp_policy_t policy, srtp_ssrc_t ssrc);
srtp_err_status_t srtp_policy_set_profile(srtp_policy_t policy, srtp_profile_t profile);
srtp_err_status_t srtp_policy_add_key(srtp_policy_t policy,
                                      const uint8_t *key, size_t key_length,
                                      const uint8_t *salt, size_t salt_length,
                                      const uint8_t *mki, size_t mki_length);
srtp_err_status_t srtp_policy_set_allow_repeat_tx(srtp_policy_t policy, bool allow);
srtp_err_status_t srtp_policy_set_window_size(srtp_policy_t policy, size_t packets);

srtp_err_status_t srtp3_create(srtp_t *session, srtp_policy_t policy);

/* In all four, *out_length holds the size of `out` on entry and what was written on return; `out` may be `in`. */
srtp_err_status_t srtp3_protect(srtp_t session, const uint8_t *in, size_t in_length,
                                uint8_t *out, size_t *out_length, size_t mki_index);
srtp_err_status_t srtp3_unprotect(srtp_t session, const uint8_t *in, size_t in_length,
                                  uint8_t *out, size_t *out_length);
srtp_err_status_t srtp3_protect_rtcp(srtp_t session, const uint8_t *in, size_t in_length,
                                     uint8_t *out, size_t *out_length, size_t mki_index);
srtp_err_status_t srtp3_unprotect_rtcp(srtp_t session, const uint8_t *in, size_t in_length,
                                       uint8_t *out, size_t *out_length);
const char *srtp3_get_version_string(void);

/* Version 2's library exports these symbols, so ours have other ones and the caller's names lead to them. */
#define srtp_create srtp3_create
#define srtp_protect srtp3_protect
#define srtp_unprotect srtp3_unprotect
#define srtp_protect_rtcp srtp3_protect_rtcp
#define srtp_unprotect_rtcp srtp3_unprotect_rtcp
#define srtp_get_version_string srtp3_get_version_string
#define srtp_stream_remove(session, ssrc) srtp_remove_stream(session, ssrc)

#ifdef __cplusplus
}
#endif

#endif
