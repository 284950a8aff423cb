#pragma once

#include "gateway/base/result.h"

#include <memory>
#include <p11-kit/pkcs11.h>
#include <string>

namespace portcullis::audit::organisation {

// What a token's module has answered, as an error with a sentence. `what` is the function's name.
[[nodiscard]] Error tokenError(CK_RV code, const char* what);

// A token's module (PKCS#11 v2.40 or later), loaded and initialized as long as this lives.
// Move-only. Thread: one. Errors: NotFound, InvalidArgument (no such module), those of
// tokenError().
class TokenModule
{
public:
    [[nodiscard]] static Result<TokenModule> load(const std::string& path);

    TokenModule(const TokenModule&) = delete;
    TokenModule& operator=(const TokenModule&) = delete;
    TokenModule(TokenModule&&) noexcept = default;
    TokenModule& operator=(TokenModule&&) noexcept = default;
    ~TokenModule() = default;

    [[nodiscard]] const CK_FUNCTION_LIST& functions() const { return *m_functions; }

private:
    struct Finalize
    {
        // The library itself stays loaded until the process ends: not every one survives less.
        void operator()(CK_FUNCTION_LIST* functions) const { functions->C_Finalize(nullptr); }
    };

    explicit TokenModule(CK_FUNCTION_LIST* functions)
        : m_functions(functions)
    {}

    std::unique_ptr<CK_FUNCTION_LIST, Finalize> m_functions;
};

} // namespace portcullis::audit::organisation
