#include "app/passwords.hpp"

#include "core/parts.hpp"
#include "core/whole_number.hpp"

#include <array>
#include <optional>
#include <stdexcept>

#include <sodium.h>

namespace habeas::app {

namespace {

constexpr std::size_t salt_bytes = crypto_pwhash_SALTBYTES;
constexpr std::size_t hash_bytes = 32;
constexpr std::size_t most_memory_kib = 4'194'304;
constexpr std::string_view scheme = "argon2id";
constexpr char separator = '$';

struct Parsed {
    PasswordCost cost;
    core::Bytes salt;
    core::Bytes hash;
};

template <class Number>
bool read_number(std::string_view text, Number& number) {
    auto const read = core::whole_number<Number>(text);
    number = read.value_or(number);
    return read.has_value();
}

std::optional<Parsed> parse_hash(std::string_view text) {
    Parsed parsed;
    if (core::next_part(text, separator) != scheme) return std::nullopt;
    if (!read_number(core::next_part(text, separator), parsed.cost.memory_kib)) return std::nullopt;
    if (!read_number(core::next_part(text, separator), parsed.cost.passes)) return std::nullopt;
    // What libsodium would refuse is no hash of ours.
    if (parsed.cost.memory_kib < crypto_pwhash_MEMLIMIT_MIN / 1024 || parsed.cost.memory_kib > most_memory_kib ||
        parsed.cost.passes < crypto_pwhash_OPSLIMIT_MIN)
        return std::nullopt;
    auto const salt = core::from_base64url(core::next_part(text, separator));
    auto const hash = core::from_base64url(core::next_part(text, separator));
    if (!salt || salt->size() != salt_bytes || !hash || hash->size() != hash_bytes) return std::nullopt;
    parsed.salt = *salt;
    parsed.hash = *hash;
    return parsed;
}

core::Bytes argon2id(core::Digest const& secret, std::span<std::byte const> salt, PasswordCost cost) {
    core::Bytes out(hash_bytes);
    if (crypto_pwhash(reinterpret_cast<unsigned char*>(out.data()), out.size(),
                      reinterpret_cast<char const*>(secret.data()), secret.size(),
                      reinterpret_cast<unsigned char const*>(salt.data()), cost.passes, cost.memory_kib * 1024,
                      crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw std::runtime_error("not enough memory to hash a password");
    return out;
}

} // namespace

Passwords::Passwords(core::Key const& master_key, PasswordCost cost, Random& random, unsigned threads,
                     std::size_t queue_limit)
    : pepper_(core::derive_key(master_key, "password-pepper"))
    , cost_(cost)
    , random_(random)
    , queue_limit_(queue_limit) {
    decoy_ = hash(random_password(random_));
    for (unsigned i = 0; i < threads; ++i)
        threads_.emplace_back([this] { run(); });
}

Passwords::~Passwords() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    for (auto& thread : threads_)
        thread.join();
}

std::string Passwords::hash(std::string_view password) const {
    std::array<std::byte, salt_bytes> salt{};
    random_.fill(salt);
    auto const made = argon2id(core::keyed_digest(pepper_, password), salt, cost_);
    return std::string(scheme) + "$" + std::to_string(cost_.memory_kib) + "$" + std::to_string(cost_.passes) + "$" +
           core::to_base64url(salt) + "$" + core::to_base64url(made);
}

bool Passwords::matches(std::string_view password, std::string_view hash) const {
    auto const parsed = parse_hash(hash);
    if (!parsed) return false;
    auto const made = argon2id(core::keyed_digest(pepper_, password), parsed->salt, parsed->cost);
    return core::equal_in_constant_time(made, parsed->hash);
}

bool Passwords::outdated(std::string_view hash) const {
    auto const parsed = parse_hash(hash);
    return !parsed || parsed->cost.memory_kib < cost_.memory_kib || parsed->cost.passes < cost_.passes;
}

bool Passwords::offer(std::move_only_function<void()> work) {
    {
        std::lock_guard const lock(mutex_);
        if (stopping_ || queue_.size() >= queue_limit_) return false;
        queue_.push_back(std::move(work));
    }
    wake_.notify_one();
    return true;
}

void Passwords::run() {
    while (true) {
        std::move_only_function<void()> work;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
            if (queue_.empty()) return;
            work = std::move(queue_.front());
            queue_.pop_front();
        }
        work();
    }
}

std::string random_password(Random& random) {
    // 32 characters that are hard to confuse: five bits each, a hundred bits in all.
    constexpr std::string_view letters = "abcdefghjkmnpqrstuvwxyz23456789+";
    static_assert(letters.size() == 32);
    std::array<std::byte, 20> chance{};
    random.fill(chance);
    std::string password;
    for (auto const byte : chance)
        password.push_back(letters[static_cast<std::size_t>(byte) % letters.size()]);
    return password;
}

} // namespace habeas::app
