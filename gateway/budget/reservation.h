#pragma once

#include "gateway/budget/amounts.h"

#include <cstdint>
#include <string_view>
#include <utility>

namespace portcullis::budget {

class Ledger;

// Whose budgets a call counts against, by their ids; empty where there is none.
struct Payer
{
    std::string_view customer;
    std::string_view team;
    std::string_view key;
    std::string_view caseId;
    std::string_view server;
};

// What a call wants before it runs: at least so much, and so much where there is room. Both are the
// same where the amount is known.
struct Claim
{
    Amounts least{};
    Amounts most{};
};

// What one call holds of its budgets. Dropped before it was recorded, it gives everything back;
// dropped later, all stays used, as after a crash.
// Owner: the call. Thread: the ledger's; must not outlive it.
class Reservation
{
public:
    Reservation() = default;

    Reservation(Reservation&& other) noexcept
        : m_ledger(std::exchange(other.m_ledger, nullptr))
        , m_slot(other.m_slot)
        , m_granted(other.m_granted)
    {}

    Reservation& operator=(Reservation&& other) noexcept
    {
        if (this != &other) {
            drop();
            m_ledger = std::exchange(other.m_ledger, nullptr);
            m_slot = other.m_slot;
            m_granted = other.m_granted;
        }
        return *this;
    }

    Reservation(const Reservation&) = delete;
    Reservation& operator=(const Reservation&) = delete;

    ~Reservation() { drop(); }

    // Does it hold anything? Not where no budget applies.
    explicit operator bool() const { return m_ledger != nullptr; }

    // What the call may use at most; of units without a budget, what it claimed at most.
    [[nodiscard]] const Amounts& granted() const { return m_granted; }

private:
    friend class Ledger;

    Reservation(Ledger* ledger, std::uint32_t slot, const Amounts& granted)
        : m_ledger(ledger)
        , m_slot(slot)
        , m_granted(granted)
    {}

    void drop();

    Ledger* m_ledger = nullptr;
    std::uint32_t m_slot = 0;
    Amounts m_granted{};
};

} // namespace portcullis::budget
