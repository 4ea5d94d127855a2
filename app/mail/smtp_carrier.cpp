#include "app/mail/smtp_carrier.hpp"

#include "app/mail/smtp_reply.hpp"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <stdexcept>
#include <string_view>

#include <curl/curl.h>
#include <fmt/core.h>

namespace habeas::app::mail {

namespace {

using Result = Handed::Result;

struct CloseCurl {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

/// How far a delivery has got, told by the commands that were sent.
enum class Phase { connecting, sender, recipient, content };

bool is_about_letter(Phase phase) {
    return phase == Phase::recipient || phase == Phase::content;
}

/// One delivery: what is sent, and where it stands. The callbacks below keep it up to date.
struct Attempt {
    std::string_view rest;
    Phase phase{Phase::connecting};
    SmtpReply refusal; ///< the last one; after it the server may still have taken leave of us
    std::atomic<bool> const* interrupted{};
};

std::size_t read_message(char* into, std::size_t size, std::size_t count, void* user) {
    auto& attempt = *static_cast<Attempt*>(user);
    auto const taken = std::min(attempt.rest.size(), size * count);
    std::memcpy(into, attempt.rest.data(), taken);
    attempt.rest.remove_prefix(taken);
    if (taken > 0) attempt.phase = Phase::content;
    return taken;
}

/// Sees the commands we send and what is answered. Both are looked at, never kept or logged: they hold addresses and
/// passwords.
int watch(CURL*, curl_infotype kind, char* data, std::size_t size, void* user) {
    auto& attempt = *static_cast<Attempt*>(user);
    auto const command = std::string_view{data, size};
    if (kind == CURLINFO_HEADER_IN)
        if (auto reply = read_smtp_reply(command); reply.code >= 400) attempt.refusal = std::move(reply);
    if (kind != CURLINFO_HEADER_OUT) return 0;
    if (command.starts_with("MAIL")) attempt.phase = Phase::sender;
    if (command.starts_with("RCPT")) attempt.phase = Phase::recipient;
    if (command.starts_with("DATA")) attempt.phase = Phase::content;
    return 0;
}

int go_on(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    auto const& attempt = *static_cast<Attempt*>(user);
    // Cut off after DATA, the server may have taken the letter, and it would be delivered twice.
    return attempt.interrupted->load() && attempt.phase != Phase::content ? 1 : 0;
}

std::size_t drop(char*, std::size_t size, std::size_t count, void*) {
    return size * count;
}

std::string failure_code(CURLcode code) {
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return "host_not_found";
    case CURLE_COULDNT_CONNECT:
        return "connection_refused";
    case CURLE_OPERATION_TIMEDOUT:
        return "timed_out";
    case CURLE_LOGIN_DENIED:
        return "sign_in_refused";
    case CURLE_USE_SSL_FAILED:
        return "no_starttls";
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
        return "certificate_not_trusted";
    case CURLE_SSL_CONNECT_ERROR:
        return "tls_failed";
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
        return "connection_lost";
    case CURLE_ABORTED_BY_CALLBACK:
        return "interrupted";
    default:
        return fmt::format("curl_{}", static_cast<int>(code));
    }
}

bool is_unreachable(CURLcode code) {
    return code == CURLE_COULDNT_RESOLVE_HOST || code == CURLE_COULDNT_CONNECT || code == CURLE_OPERATION_TIMEDOUT ||
           code == CURLE_LOGIN_DENIED || code == CURLE_USE_SSL_FAILED || code == CURLE_PEER_FAILED_VERIFICATION ||
           code == CURLE_SSL_CACERT_BADFILE || code == CURLE_SSL_CONNECT_ERROR || code == CURLE_ABORTED_BY_CALLBACK;
}

/// What a refusal means for the letter.
Handed judged(SmtpReply const& reply, Phase phase) {
    auto const code = std::to_string(reply.code);
    if (!is_about_letter(phase)) return {Result::try_later, code, phase == Phase::connecting};
    if (reply.is_letters_fault()) return {Result::refused, code, false};
    return {Result::try_later, reply.enhanced.starts_with("5.") ? "not_let_through" : code, false};
}

/// `answer` is the code of the reply that ended it.
Handed judged(CURLcode code, long answer, Attempt const& attempt) {
    if (code == CURLE_OK) return {Result::over, {}, false};
    if (is_unreachable(code)) return {Result::try_later, failure_code(code), true};
    auto const was_refused = answer >= 400 && answer < 600 && answer == attempt.refusal.code;
    if (was_refused && (code == CURLE_SEND_ERROR || code == CURLE_WEIRD_SERVER_REPLY || code == CURLE_UPLOAD_FAILED))
        return judged(attempt.refusal, attempt.phase);
    return {Result::try_later, failure_code(code), attempt.phase == Phase::connecting};
}

bool has_line_break(std::string_view text) {
    return text.find_first_of(std::string_view{"\r\n\0", 3}) != text.npos;
}

void start_curl() {
    static std::once_flag started;
    std::call_once(started, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

} // namespace

struct SmtpCarrier::Connection {
    std::unique_ptr<CURL, CloseCurl> handle{curl_easy_init()};

    explicit Connection(SmtpOptions const& options) {
        if (!handle) throw std::bad_alloc();
        auto const secure = options.security == SmtpSecurity::tls;
        set(CURLOPT_URL, fmt::format("{}://{}:{}/{}", secure ? "smtps" : "smtp", options.host, options.port,
                                     options.helo.empty() ? "localhost" : options.helo)
                             .c_str());
        set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
        set(CURLOPT_PROXY, ""); // no environment variable sends letters another way
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_UPLOAD, 1L);
        set(CURLOPT_USE_SSL,
            static_cast<long>(options.security == SmtpSecurity::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
        set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        set(CURLOPT_SSL_VERIFYPEER, 1L);
        set(CURLOPT_SSL_VERIFYHOST, 2L);
        if (!options.ca_file.empty()) set(CURLOPT_CAINFO, options.ca_file.c_str());
        if (!options.username.empty()) {
            set(CURLOPT_USERNAME, options.username.c_str());
            set(CURLOPT_PASSWORD, options.password.c_str());
        }
        set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count()));
        set(CURLOPT_TIMEOUT_MS, static_cast<long>(options.total_timeout.count()));
        set(CURLOPT_SERVER_RESPONSE_TIMEOUT,
            static_cast<long>(std::chrono::ceil<std::chrono::seconds>(options.total_timeout).count()));
        set(CURLOPT_READFUNCTION, &read_message);
        set(CURLOPT_WRITEFUNCTION, &drop); // what a server says goes nowhere
        set(CURLOPT_DEBUGFUNCTION, &watch);
        set(CURLOPT_VERBOSE, 1L); // only so that watch() is called
        set(CURLOPT_XFERINFOFUNCTION, &go_on);
        set(CURLOPT_NOPROGRESS, 0L);
    }

    template <class Value>
    void set(CURLoption option, Value value) {
        if (auto const code = curl_easy_setopt(handle.get(), option, value); code != CURLE_OK)
            throw std::runtime_error(std::string{"libcurl cannot do what is asked: "} + curl_easy_strerror(code));
    }
};

SmtpCarrier::SmtpCarrier(SmtpOptions options)
    : options_(std::move(options)) {
    if (options_.host.empty()) throw std::invalid_argument("the mail server has no name");
    for (auto const& text : {options_.host, options_.helo, options_.username, options_.password, options_.ca_file})
        if (has_line_break(text)) throw std::invalid_argument("a line break in the mail server's settings");
    start_curl();
}

SmtpCarrier::~SmtpCarrier() = default;

Handed SmtpCarrier::deliver(Dispatch const& dispatch) {
    if (interrupted_) return {Result::try_later, "interrupted", true};
    if (has_line_break(dispatch.envelope_from) || has_line_break(dispatch.to.reveal()))
        return {Result::refused, "address_not_usable", false};
    if (!connection_) connection_ = std::make_unique<Connection>(options_);

    Attempt attempt{.rest = dispatch.message, .phase = Phase::connecting, .refusal = {}, .interrupted = &interrupted_};
    auto const sender = "<" + dispatch.envelope_from + ">";
    std::unique_ptr<curl_slist, FreeList> const recipients{
        curl_slist_append(nullptr, ("<" + dispatch.to.reveal() + ">").c_str())};
    connection_->set(CURLOPT_MAIL_FROM, sender.c_str());
    connection_->set(CURLOPT_MAIL_RCPT, recipients.get());
    connection_->set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(dispatch.message.size()));
    for (auto const option : {CURLOPT_READDATA, CURLOPT_DEBUGDATA, CURLOPT_XFERINFODATA})
        connection_->set(option, static_cast<void*>(&attempt));

    auto* const handle = connection_->handle.get();
    auto const code = curl_easy_perform(handle);
    long answer = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &answer);
    if (code != CURLE_OK) connection_.reset(); // whatever state it is in, the next letter begins anew
    return judged(code, answer, attempt);
}

void SmtpCarrier::rest() {
    connection_.reset();
}

} // namespace habeas::app::mail
