#include "app/pages/password_work.hpp"

#include "app/http/await_result.hpp"
#include "storage/store.hpp"

namespace habeas::app::pages {

namespace {

/// Runs `work` on the pool and brings its verdict back.
template <class Work>
boost::asio::awaitable<PasswordVerdict> on_pool(Passwords& passwords, Work work) {
    return http::await_result<PasswordVerdict>(
        [&passwords, work = std::move(work)](http::Completion<PasswordVerdict> done) mutable {
            auto job = [work = std::move(work), done = std::move(done)]() mutable { done(work()); };
            if (!passwords.offer(std::move(job)))
                throw storage::StoreUnavailable("the queue of the password pool is full");
        });
}

} // namespace

boost::asio::awaitable<PasswordVerdict> check_password(Passwords& passwords, std::string password, std::string hash) {
    return on_pool(passwords, [&passwords, password = std::move(password), hash = std::move(hash)] {
        PasswordVerdict verdict{passwords.matches(password, hash), {}};
        if (verdict.matches && passwords.outdated(hash)) verdict.new_hash = passwords.hash(password);
        return verdict;
    });
}

boost::asio::awaitable<PasswordVerdict> replace_password(Passwords& passwords, std::string current, std::string hash,
                                                         std::string next) {
    return on_pool(passwords,
                   [&passwords, current = std::move(current), hash = std::move(hash), next = std::move(next)] {
                       PasswordVerdict verdict{passwords.matches(current, hash), {}};
                       if (verdict.matches) verdict.new_hash = passwords.hash(next);
                       return verdict;
                   });
}

} // namespace habeas::app::pages
