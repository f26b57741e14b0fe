/*
 * Implements include/srtp.h with libsrtp 2. This file includes version 2's header only: both headers in one file would
 * give the same names two meanings. The two must agree on the signatures, which the link does not check.
 */
#include <srtp2/srtp.h>

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const srtp_err_status_t buffer_small = (srtp_err_status_t)28;

/* What libsrtp may write behind an SRTCP packet besides the tag: the E flag and the packet's index. */
enum { srtcp_index_length = 4 };

/* A version 2 policy and the key material that it points to. */
struct srtp3_policy {
  srtp_policy_t policy;
  uint8_t key_and_salt[SRTP_MAX_KEY_LEN];
};

srtp_err_status_t srtp_policy_create(struct srtp3_policy **created) {
  *created = calloc(1, sizeof(**created));
  return *created ? srtp_err_status_ok : srtp_err_status_alloc_fail;
}

/* Overwrites the key in a way that the optimiser may not leave out. */
static void wipe(uint8_t *bytes, size_t length) {
  volatile uint8_t *volatile_bytes = bytes;
  while (length-- > 0) *volatile_bytes++ = 0;
}

void srtp_policy_destroy(struct srtp3_policy *self) {
  if (!self) return;
  wipe(self->key_and_salt, sizeof(self->key_and_salt));
  free(self);
}

srtp_err_status_t srtp_policy_set_ssrc(struct srtp3_policy *self, srtp_ssrc_t ssrc) {
  self->policy.ssrc = ssrc;
  return srtp_err_status_ok;
}

srtp_err_status_t srtp_policy_set_profile(struct srtp3_policy *self, srtp_profile_t profile) {
  srtp_crypto_policy_t *rtp = &self->policy.rtp;
  srtp_crypto_policy_t *rtcp = &self->policy.rtcp;

  switch (profile) {
    case srtp_profile_aead_aes_256_gcm:
      srtp_crypto_policy_set_aes_gcm_256_16_auth(rtp);
      srtp_crypto_policy_set_aes_gcm_256_16_auth(rtcp);
      return srtp_err_status_ok;
    case srtp_profile_aead_aes_128_gcm:
      srtp_crypto_policy_set_aes_gcm_128_16_auth(rtp);
      srtp_crypto_policy_set_aes_gcm_128_16_auth(rtcp);
      return srtp_err_status_ok;
    case srtp_profile_aes128_cm_sha1_80:
      srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(rtp);
      srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(rtcp);
      return srtp_err_status_ok;
    case srtp_profile_aes128_cm_sha1_32:
      /* RFC 5764 §4.1.2: the short tag is for RTP only, RTCP keeps 80 bits. */
      srtp_crypto_policy_set_aes_cm_128_hmac_sha1_32(rtp);
      srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(rtcp);
      return srtp_err_status_ok;
    default:
      return srtp_err_status_bad_param;
  }
}

srtp_err_status_t srtp_policy_add_key(struct srtp3_policy *self,
                                      const uint8_t *key, size_t key_length,
                                      const uint8_t *salt, size_t salt_length,
                                      const uint8_t *mki, size_t mki_length) {
  (void)mki;
  if (mki_length > 0) return srtp_err_status_bad_param; /* the worker uses no master key identifiers */
  if (key_length > sizeof(self->key_and_salt)) return srtp_err_status_bad_param;
  if (salt_length > sizeof(self->key_and_salt) - key_length) return srtp_err_status_bad_param;

  memcpy(self->key_and_salt, key, key_length);
  memcpy(self->key_and_salt + key_length, salt, salt_length);
  self->policy.key = self->key_and_salt;
  return srtp_err_status_ok;
}

srtp_err_status_t srtp_policy_set_allow_repeat_tx(struct srtp3_policy *self, bool allow) {
  self->policy.allow_repeat_tx = allow;
  return srtp_err_status_ok;
}

srtp_err_status_t srtp_policy_set_window_size(struct srtp3_policy *self, size_t packets) {
  self->policy.window_size = packets;
  return srtp_err_status_ok;
}

/* libsrtp derives the session keys here: the policy and its key may be destroyed afterwards. */
srtp_err_status_t srtp3_create(srtp_t *session, struct srtp3_policy *self) {
  return srtp_create(session, &self->policy);
}

typedef srtp_err_status_t (*in_place_transform)(srtp_t session, void *packet, int *length);

/* Version 2 transforms a packet in place and may write `growth` bytes behind it without looking for room. */
static srtp_err_status_t transform_into(in_place_transform transform, size_t growth, srtp_t session,
                                        const uint8_t *in, size_t in_length, uint8_t *out, size_t *out_length) {
  if (*out_length < in_length || *out_length - in_length < growth) return buffer_small;
  if (out != in) memcpy(out, in, in_length);

  int length = (int)in_length;
  srtp_err_status_t status = transform(session, out, &length);
  if (status == srtp_err_status_ok) *out_length = (size_t)length;
  return status;
}

srtp_err_status_t srtp3_protect(srtp_t session, const uint8_t *in, size_t in_length,
                                uint8_t *out, size_t *out_length, size_t mki_index) {
  (void)mki_index;
  return transform_into(srtp_protect, SRTP_MAX_TRAILER_LEN, session, in, in_length, out, out_length);
}

srtp_err_status_t srtp3_unprotect(srtp_t session, const uint8_t *in, size_t in_length,
                                  uint8_t *out, size_t *out_length) {
  return transform_into(srtp_unprotect, 0, session, in, in_length, out, out_length);
}

srtp_err_status_t srtp3_protect_rtcp(srtp_t session, const uint8_t *in, size_t in_length,
                                     uint8_t *out, size_t *out_length, size_t mki_index) {
  (void)mki_index;
  return transform_into(srtp_protect_rtcp, SRTP_MAX_TRAILER_LEN + srtcp_index_length, session, in, in_length, out,
                        out_length);
}

srtp_err_status_t srtp3_unprotect_rtcp(srtp_t session, const uint8_t *in, size_t in_length,
                                       uint8_t *out, size_t *out_length) {
  return transform_into(srtp_unprotect_rtcp, 0, session, in, in_length, out, out_length);
}

const char *srtp3_get_version_string(void) { return srtp_get_version_string(); }
