#include "gateway/audit/organisation/token_channel.h"
#include "gateway/audit/organisation/token_helper/token_session.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <array>
#include <cstdio>
#include <exception>
#include <string>
#include <unistd.h>
#include <utility>

// portcullis-token: signs with a key on a PKCS#11 token, for the gateway that started it. What it
// is asked and answers stands in token_channel.h.
namespace portcullis::audit::organisation {

namespace {

constexpr int kWrongUse = 2;

// A core file would hold the PIN.
void leaveNoTraces()
{
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    ::prctl(PR_SET_DUMPABLE, 0);
}

// Ends the process when a module hangs and the gateway, which would have ended it, is gone.
class Watch
{
public:
    Watch() { ::alarm(kLongestSeconds); }

    ~Watch() { ::alarm(0); }

    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

private:
    static constexpr unsigned kLongestSeconds = 900;
};

bool answer(const TokenChannel& channel, const Error& error)
{
    return channel.send(kTokenError) &&
           channel.send(std::to_string(static_cast<int>(error.code))) &&
           channel.send(error.message) && channel.send(error.cause);
}

Result<std::string> receiveText(const TokenChannel& channel)
{
    const auto message = channel.receive(std::nullopt);
    return message ? Result<std::string>(message->revealText()) : fail(message.error());
}

Result<TokenSession> openAsAsked(const TokenChannel& channel)
{
    TokenQuery query;
    std::string module;
    for (std::string* const text : {&module,
                                    &query.token,
                                    &query.serial,
                                    &query.manufacturer,
                                    &query.model,
                                    &query.object,
                                    &query.id}) {
        auto received = receiveText(channel);
        if (!received) {
            return fail(std::move(received.error()));
        }
        *text = std::move(*received);
    }
    auto pin = channel.receive(std::nullopt);
    auto loaded = pin ? TokenModule::load(module) : fail(std::move(pin.error()));
    return loaded ? TokenSession::open(std::move(*loaded), query, std::move(*pin))
                  : fail(std::move(loaded.error()));
}

bool showCertificates(const TokenChannel& channel, const TokenSession& session)
{
    const auto certificates = session.certificates();
    if (!certificates) {
        return answer(channel, certificates.error());
    }
    bool sent = channel.send(kTokenOk).has_value();
    for (const std::string& certificate : *certificates) {
        sent = sent && channel.send(certificate);
    }
    return sent && channel.send(std::string_view());
}

bool sign(const TokenChannel& channel, const TokenSession& session)
{
    const auto mechanism = receiveText(channel);
    const auto data = mechanism ? receiveText(channel) : mechanism;
    if (!data) {
        return false;
    }
    const Watch watch;
    const auto signature = session.sign(*mechanism == kTokenRsa ? CKM_RSA_PKCS : CKM_ECDSA, *data);
    return signature ? channel.send(kTokenOk) && channel.send(*signature)
                     : answer(channel, signature.error());
}

Result<TokenSession> open(const TokenChannel& channel)
{
    const Watch watch;
    auto session = openAsAsked(channel);
    const bool shown =
        session ? showCertificates(channel, *session) : answer(channel, session.error());
    return shown || !session ? std::move(session)
                             : fail(ErrorCode::Unavailable, "Nobody is listening.");
}

// Until the gateway has no more to sign.
void serve(const TokenChannel& channel)
{
    const auto session = open(channel);
    while (session && sign(channel, *session)) {
    }
}

} // namespace

} // namespace portcullis::audit::organisation

int main(int count, char** /*words*/)
{
    using namespace portcullis::audit::organisation;
    struct stat input = {};
    if (count != 1 || ::fstat(STDIN_FILENO, &input) != 0 || !S_ISSOCK(input.st_mode)) {
        std::fputs("portcullis-token is started by Portcullis, not by hand.\n", stderr);
        return kWrongUse;
    }
    leaveNoTraces();
    try {
        serve(TokenChannel(STDIN_FILENO));
    } catch (const std::exception&) {
        return 1;
    }
    return 0;
}
