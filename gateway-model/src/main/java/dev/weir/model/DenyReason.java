package dev.weir.model;

/**
 * Why a request was refused. One constant is one code in the problem body, one metric label, one row of {@code
 * docs/refusals.md} and one test.
 */
public enum DenyReason {
    CREDENTIALS_MISSING("credentials_missing", 401, "Sign in first"),
    SESSION_UNKNOWN("session_unknown", 401, "This session is not known"),
    SESSION_EXPIRED("session_expired", 401, "This session has expired"),
    ACCOUNT_MALFORMED("account_malformed", 400, "The account is not one that can sign in here"),
    MESSAGE_MALFORMED("message_malformed", 400, "The message is not an EIP-4361 message"),
    DOMAIN_MISMATCH("domain_mismatch", 401, "The message was made for another domain"),
    CHAIN_MISMATCH("chain_mismatch", 401, "The message names another chain"),
    NONCE_UNKNOWN("nonce_unknown", 401, "The nonce was not issued here"),
    NONCE_USED("nonce_used", 401, "The nonce was used before"),
    MESSAGE_EXPIRED("message_expired", 401, "The message has expired"),
    MESSAGE_NOT_YET_VALID("message_not_yet_valid", 401, "The message is not valid yet"),
    SIGNATURE_MALFORMED("signature_malformed", 400, "The signature is not 65 bytes of r, s and v"),
    SIGNATURE_HIGH_S("signature_high_s", 401, "The signature is malleable (high s)"),
    SIGNATURE_FOREIGN("signature_foreign", 401, "The signature is not by the account in the message"),
    STAKE_REQUIRED("stake_required", 403, "This API needs a stake"),
    STAKE_UNAVAILABLE("stake_unavailable", 503, "The stake cannot be read now"),
    STATE_UNAVAILABLE("state_unavailable", 503, "The session store cannot be read now"),
    METHOD_NOT_ALLOWED("method_not_allowed", 403, "This method is not offered"),
    HTTP_METHOD_NOT_ALLOWED("http_method_not_allowed", 405, "This resource is not asked by this HTTP method"),
    REQUEST_MALFORMED("request_malformed", 400, "The request is not what this API takes"),
    REQUEST_TOO_LARGE("request_too_large", 413, "The request body is too large"),
    LENGTH_REQUIRED("length_required", 411, "The request does not say how long its body is"),
    BATCH_TOO_LARGE("batch_too_large", 413, "The batch has too many requests"),
    BATCH_EMPTY("batch_empty", 400, "The batch has no request"),
    BATCH_DIVIDED("batch_divided", 403, "No endpoint answers all of the batch"),
    BODY_MISSING("body_missing", 400, "The request has no body"),
    BODY_TOO_DEEP("body_too_deep", 400, "The body nests too deeply"),
    BODY_MARKED("body_marked", 400, "The body begins with a byte order mark"),
    BODY_NOT_UTF("body_not_utf", 400, "The body is not UTF-8"),
    BODY_NOT_JSON("body_not_json", 400, "The body is not JSON"),
    MEMBER_TWICE("member_twice", 400, "A member stands twice in the body"),
    CONTENT_ENCODING_UNKNOWN("content_encoding_unknown", 415, "The body is encoded"),
    CONTENT_TYPE_UNKNOWN("content_type_unknown", 415, "The body is of a type that is not read here"),
    RESOURCE_UNKNOWN("resource_unknown", 404, "There is no such resource"),
    BANNED("banned", 403, "This caller is refused"),
    ANOMALOUS("anomalous", 403, "This caller behaves unlike any other"),
    API_UNKNOWN("api_unknown", 404, "No API has this path");

    private final String code;
    private final int httpStatus;
    private final String title;

    DenyReason(String code, int httpStatus, String title) {
        this.code = code;
        this.httpStatus = httpStatus;
        this.title = title;
    }

    public String code() {
        return code;
    }

    public int httpStatus() {
        return httpStatus;
    }

    public String title() {
        return title;
    }
}
