#pragma once

#include "gateway/audit/organisation/token_channel.h"
#include "gateway/base/result.h"

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <string>

namespace portcullis::audit::organisation {

// The program portcullis-token while it runs: it alone loads the module that a token's maker
// brings, so that nothing of that module, nor a crash or a hang in it, is the gateway's.
//
// Owner: the key of a token. Thread: one at a time. Errors: of the program are sentences.
class TokenProcess
{
public:
    // Errors: NotFound (no such program), ResourceExhausted.
    [[nodiscard]] static Result<TokenProcess> start(const std::filesystem::path& program,
                                                    std::chrono::milliseconds patience);

    TokenProcess(const TokenProcess&) = delete;
    TokenProcess& operator=(const TokenProcess&) = delete;
    TokenProcess(TokenProcess&& other) noexcept;
    TokenProcess& operator=(TokenProcess&& other) = delete;
    // Lets it log out, and ends it when it does not do so within two seconds.
    ~TokenProcess();

    [[nodiscard]] const TokenChannel& channel() const { return m_channel; }

    // The first message of an answer that begins now and may take as long as the patience; an error
    // when it is one, and when the program has crashed or does not answer, which ends it.
    [[nodiscard]] Result<SecretBytes> answer();
    // A further message of it.
    [[nodiscard]] Result<SecretBytes> more();

private:
    TokenProcess(TokenChannel channel, pid_t process, std::chrono::milliseconds patience);

    [[nodiscard]] std::unexpected<Error> ended(const Error& error);
    [[nodiscard]] Result<SecretBytes> errorAnswered();
    int kill();

    TokenChannel m_channel;
    pid_t m_process; // -1: it has ended
    std::chrono::milliseconds m_patience;
    TokenChannel::Deadline m_deadline;
};

} // namespace portcullis::audit::organisation
